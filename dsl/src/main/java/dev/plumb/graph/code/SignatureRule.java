package dev.plumb.graph.code;

import dev.plumb.graph.expression.Expression;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.SizeEquality;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A signature for certain inputs: names that stand alone get their sizes first, then what is computed from them is compared. */
final class SignatureRule {
    private final CodeDefinition code;
    private final List<Signature.Tensor> signed;
    private final List<TensorType> inputs;
    private final Map<String, Dim> names = new LinkedHashMap<>();
    private final Map<String, Integer> origins = new LinkedHashMap<>();
    private final List<Assumption> assumptions = new ArrayList<>();
    private final SizeEquality sizes = new SizeEquality();

    /** Of a use that has these inputs of the signature. */
    SignatureRule(
            CodeDefinition code, List<Signature.Tensor> signed, Map<String, Object> values, List<TensorType> inputs) {
        this.code = code;
        this.signed = signed;
        this.inputs = inputs;
        values.forEach((name, value) -> {
            if (value instanceof Integer size) {
                names.put(name, Dim.of(size));
            }
        });
    }

    Inference infer() {
        try {
            Optional<Mismatch> wrong = wrong();
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            List<TensorType> outputs = new ArrayList<>();
            boolean masked = code.supportsMasking() && inputs.get(0).masked();
            for (Signature.Tensor output : code.signature().outputs()) {
                List<Dim> axes =
                        new ArrayList<>(output.isOpen() ? sizes.leading().orElse(List.of()) : List.of());
                output.axes().forEach(axis -> axes.add(positive(axis)));
                TensorType type = TensorType.of(new Shape(axes), output.dtype());
                outputs.add(masked && type.rank() > 0 ? type.withMask(true) : type);
            }
            return Inference.types(outputs).assuming(sizes.assumptions()).assuming(assumptions);
        } catch (SizeException e) {
            return Inference.failure(e.mismatch);
        }
    }

    /** The inputs that are given and the others, as far as those and the attributes say what they are. */
    Inference completed() {
        try {
            Optional<Mismatch> wrong = wrong();
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            return all();
        } catch (SizeException e) {
            return Inference.failure(e.mismatch);
        }
    }

    private Inference all() {
        List<TensorType> all = new ArrayList<>(inputs);
        for (Signature.Tensor input : signed.subList(inputs.size(), signed.size())) {
            List<Dim> axes = new ArrayList<>(input.isOpen() ? sizes.leading().orElse(List.of()) : List.of());
            for (Expression axis : input.axes()) {
                if (!names.keySet().containsAll(axis.names())) {
                    return Inference.failure(new Mismatch.NoSize(
                            0,
                            text(axis) + ", which follows neither from its input nor from its attributes",
                            "",
                            ProblemId.UNKNOWN_DIMENSION));
                }
                axes.add(size(axis));
            }
            all.add(TensorType.of(new Shape(axes), input.dtype()));
        }
        return Inference.types(all);
    }

    /** What the signature says of an input: of a last one that is repeated, of all from there on. */
    private Signature.Tensor signed(int input) {
        return signed.get(Math.min(input, signed.size() - 1));
    }

    /** The first input that is not as signed: names that stand alone get their sizes before others are compared. */
    private Optional<Mismatch> wrong() {
        for (boolean alone : new boolean[] {true, false}) {
            for (int i = 0; i < inputs.size(); i++) {
                Optional<ProblemId> wrong = wrong(i, alone);
                if (wrong.isPresent()) {
                    return Optional.of(notAsSigned(i, wrong.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ProblemId> wrong(int input, boolean alone) {
        Signature.Tensor signed = signed(input);
        TensorType actual = inputs.get(input);
        List<Dim> axes = actual.shape().dims();
        int rest = axes.size() - signed.axes().size();
        if (signed.isOpen() ? rest < 0 : rest != 0) {
            return Optional.of(ProblemId.RANK_MISMATCH);
        }
        if (signed.dtype() != actual.dtype()) {
            return Optional.of(ProblemId.DTYPE_MISMATCH);
        }
        if (signed.isOpen() && alone && !sizes.isLeading(axes.subList(0, rest))) {
            return Optional.of(ProblemId.SHAPE_MISMATCH);
        }
        for (int axis = 0; axis < signed.axes().size(); axis++) {
            Expression wanted = signed.axes().get(axis);
            if (Signature.isName(wanted) == alone && !fits(wanted, axes.get(rest + axis), input)) {
                return Optional.of(ProblemId.SHAPE_MISMATCH);
            }
        }
        return Optional.empty();
    }

    private boolean fits(Expression wanted, Dim actual, int input) {
        if (wanted instanceof Expression.Name name && !names.containsKey(name.name())) {
            names.put(name.name(), actual);
            origins.put(name.name(), input);
            return true;
        }
        return sizes.isEqual(size(wanted), actual);
    }

    private Mismatch notAsSigned(int input, ProblemId id) {
        Signature.Tensor signed = signed(input);
        String which = !signed.name().isEmpty()
                ? "its input '" + signed.name() + "'"
                : this.signed.size() == 1 && !signed.isRepeated() ? "its input" : "input " + (input + 1);
        List<String> known = new ArrayList<>();
        for (Expression axis : signed.axes()) {
            for (String name : axis.names()) {
                Dim size = names.get(name);
                boolean said = size != null && !Integer.valueOf(input).equals(origins.get(name));
                String text = name + " = " + size;
                if (said && !known.contains(text)) {
                    known.add(text);
                }
            }
        }
        if (signed.isOpen() && sizes.leading().isPresent() && id == ProblemId.SHAPE_MISMATCH && input > 0) {
            known.add(0, "... = " + new Shape(sizes.leading().get()));
        }
        return new Mismatch.NotAsSigned(
                input, which, signed.text(), known.isEmpty() ? "" : "where " + String.join(" and ", known), id);
    }

    /** A size of an output, which leaves something. */
    private Dim positive(Expression axis) {
        Dim size = size(axis);
        if (size.isKnown() && size.size() < 1) {
            if (axis instanceof Expression.Name name && !origins.containsKey(name.name())) {
                throw new SizeException(new Mismatch.BadAttribute(
                        name.name(), -1, size.toString(), "at least 1: it is a size of what the layer gives"));
            }
            throw new SizeException(
                    new Mismatch.NoSize(operand(axis), text(axis), "that leaves " + size, ProblemId.EMPTY_DIMENSION));
        }
        if (!size.isKnown() && !size.isAtLeast(1)) {
            assumptions.add(Assumption.atLeast(size, 1));
        }
        return size;
    }

    private Dim size(Expression axis) {
        if (axis instanceof Expression.Literal literal) {
            return Dim.of(((Number) literal.value()).longValue());
        }
        if (axis instanceof Expression.Name name) {
            Dim size = names.get(name.name());
            if (size == null) {
                throw new IllegalStateException("the signature has no size '" + name.name() + "'");
            }
            return size;
        }
        if (axis instanceof Expression.Unary minus) {
            return size(minus.operand()).times(-1);
        }
        Expression.Binary binary = (Expression.Binary) axis;
        Dim left = size(binary.left());
        Dim right = size(binary.right());
        return switch (binary.operator()) {
            case "+" -> left.plus(right);
            case "-" -> left.equals(right) ? Dim.of(0) : left.plus(right.times(-1));
            case "*" -> left.times(right);
            case "/" -> quotient(axis, left, right);
            default -> known(axis, binary.operator(), left, right);
        };
    }

    private Dim quotient(Expression axis, Dim left, Dim right) {
        if (!right.isKnown()) {
            throw new SizeException(new Mismatch.NoSize(
                    operand(axis), text(axis), "the size " + right + " is not known", ProblemId.UNKNOWN_DIMENSION));
        }
        if (right.size() < 1) {
            throw new SizeException(new Mismatch.NoSize(
                    operand(axis), text(axis), "that divides by " + right, ProblemId.NOT_DIVISIBLE));
        }
        Dim.Comparison whole = left.divisibleBy(right.size());
        if (whole == Dim.Comparison.DIFFERENT) {
            throw new SizeException(new Mismatch.NoSize(
                    operand(axis), text(axis), left + " is not divisible by " + right, ProblemId.NOT_DIVISIBLE));
        }
        if (whole == Dim.Comparison.UNKNOWN) {
            assumptions.add(Assumption.multiple(left, right.size()));
        }
        return left.floorDividedBy(right.size());
    }

    private Dim known(Expression axis, String operator, Dim left, Dim right) {
        if (!left.isKnown() || !right.isKnown()) {
            Dim unknown = left.isKnown() ? right : left;
            throw new SizeException(new Mismatch.NoSize(
                    operand(axis), text(axis), "the size " + unknown + " is not known", ProblemId.UNKNOWN_DIMENSION));
        }
        long exponent = right.size();
        if (operator.equals("%") ? exponent < 1 : exponent < 0) {
            throw new SizeException(new Mismatch.NoSize(
                    operand(axis), text(axis), "it has no value for " + right, ProblemId.NOT_DIVISIBLE));
        }
        if (operator.equals("%")) {
            return Dim.of(Math.floorMod(left.size(), exponent));
        }
        Dim power = Dim.of(1);
        for (long i = 0; i < exponent && left.size() != 1 && !power.equals(Dim.of(0)); i++) {
            power = power.times(left.size());
        }
        return power;
    }

    /** The input that the first name of an axis comes from. */
    private int operand(Expression axis) {
        return axis.names().stream()
                .filter(origins::containsKey)
                .map(origins::get)
                .findFirst()
                .orElse(0);
    }

    private static String text(Expression axis) {
        if (axis instanceof Expression.Literal literal) {
            return literal.value().toString();
        }
        if (axis instanceof Expression.Name name) {
            return name.name();
        }
        if (axis instanceof Expression.Unary minus) {
            return "-" + inner(minus.operand());
        }
        Expression.Binary binary = (Expression.Binary) axis;
        return inner(binary.left()) + " " + binary.operator() + " " + inner(binary.right());
    }

    private static String inner(Expression part) {
        return part instanceof Expression.Binary ? "(" + text(part) + ")" : text(part);
    }

    /** A size that cannot be. */
    private static final class SizeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Mismatch mismatch;

        SizeException(Mismatch mismatch) {
            super(null, null, false, false);
            this.mismatch = mismatch;
        }
    }
}
