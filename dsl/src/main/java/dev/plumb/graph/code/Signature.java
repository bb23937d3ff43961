package dev.plumb.graph.code;

import dev.plumb.dsl.DType;
import dev.plumb.graph.expression.Expression;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.expression.SignatureText;
import dev.plumb.graph.problem.Similar;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The shape rule of a layer in code: which shapes it takes and gives, by names of sizes, the layer's integer attributes and arithmetic on these.
 *
 * @param text as it was written
 * @param inputs required ones first
 * @param outputs the first is what a plain wire takes
 */
public record Signature(String text, List<Tensor> inputs, List<Tensor> outputs) {
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "^");

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * One input or output, without the batch axis.
     *
     * @param name its role or name, or ""
     * @param isOpen whether any axes may stand before the others, the same everywhere
     * @param isOptional whether it may be left out
     * @param isRepeated whether it stands for one or more
     * @param text as messages show it: {@code int32 (t, d)}
     */
    public record Tensor(
            String name,
            DType dtype,
            boolean isOpen,
            List<Expression> axes,
            boolean isOptional,
            boolean isRepeated,
            String text) {
        public Tensor {
            axes = List.copyOf(axes);
        }

        /** Whether it has the same element type and shape. */
        boolean isLike(Tensor other) {
            return dtype == other.dtype && text.replaceAll("\\s", "").equals(other.text.replaceAll("\\s", ""));
        }
    }

    /**
     * Reads a signature.
     *
     * @param sizes the names of the layer's integer attributes
     * @param others the names of its other attributes
     * @throws ExpressionException if it cannot be read or contradicts itself, with the column
     */
    public static Signature parse(String text, Set<String> sizes, Set<String> others) {
        SignatureText read = SignatureText.parse(text);
        new Check(sizes, others).signature(read);
        return new Signature(
                text,
                read.inputs().stream().map(tensor -> tensor(tensor, text)).toList(),
                read.outputs().stream().map(tensor -> tensor(tensor, text)).toList());
    }

    private static Tensor tensor(SignatureText.Tensor tensor, String text) {
        return new Tensor(
                tensor.name(),
                DType.valueOf(tensor.elementType().toUpperCase(Locale.ROOT)),
                tensor.isOpen(),
                tensor.axes(),
                tensor.isOptional(),
                tensor.isRepeated(),
                tensor.text(text));
    }

    /** Whether an axis is a name alone. */
    static boolean isName(Expression axis) {
        return axis instanceof Expression.Name;
    }

    /** What can be wrong with a signature that can be read. */
    private record Check(Set<String> sizes, Set<String> others) {

        void signature(SignatureText text) {
            roles(text.inputs(), "input", text.inputs().size() > 1);
            roles(text.outputs(), "output", text.outputs().size() > 1);
            inputs(text.inputs());
            Set<String> bound = new LinkedHashSet<>();
            text.inputs().stream()
                    .flatMap(tensor -> tensor.axes().stream())
                    .filter(Signature::isName)
                    .forEach(axis -> bound.addAll(axis.names()));
            boolean isOpen = text.inputs().stream().anyMatch(SignatureText.Tensor::isOpen);
            Set<String> certain = new HashSet<>();
            text.inputs().stream()
                    .filter(tensor -> !tensor.isOptional())
                    .flatMap(tensor -> tensor.axes().stream())
                    .filter(Signature::isName)
                    .forEach(axis -> certain.addAll(axis.names()));
            for (SignatureText.Tensor input : text.inputs()) {
                input.axes().forEach(axis -> axis(axis, bound, "stands alone as an axis of an input"));
            }
            for (SignatureText.Tensor output : text.outputs()) {
                if (output.isOptional() || output.isRepeated()) {
                    throw new ExpressionException(
                            output.column(), "an output is always there, once: '?' and '+' are for inputs");
                }
                if (output.isOpen() && !isOpen) {
                    throw new ExpressionException(
                            output.column(), "'...' of an output is that of an input, and no input has it");
                }
                output.axes().forEach(axis -> {
                    axis(axis, bound, "is an axis of an input");
                    for (String name : axis.names()) {
                        if (!sizes.contains(name) && !certain.contains(name)) {
                            throw new ExpressionException(
                                    axis.column(),
                                    "the size '" + name + "' is known only where an optional input is given");
                        }
                    }
                });
            }
        }

        private static void roles(List<SignatureText.Tensor> tensors, String what, boolean isSeveral) {
            Set<String> names = new HashSet<>();
            boolean named = tensors.stream().anyMatch(tensor -> !tensor.name().isEmpty());
            for (SignatureText.Tensor tensor : tensors) {
                if (tensor.name().isEmpty() && (named || (what.equals("output") && isSeveral))) {
                    throw new ExpressionException(
                            tensor.column(),
                            what.equals("input")
                                    ? "a role is given to all inputs or to none, and this one has none"
                                    : "each of several outputs has a name, and this one has none: 'name: (…)'");
                }
                if (!tensor.name().isEmpty() && !names.add(tensor.name())) {
                    throw new ExpressionException(
                            tensor.column(), "there is an " + what + " '" + tensor.name() + "' already");
                }
            }
        }

        private static void inputs(List<SignatureText.Tensor> inputs) {
            boolean optional = false;
            for (int i = 0; i < inputs.size(); i++) {
                SignatureText.Tensor input = inputs.get(i);
                if (optional && !input.isOptional()) {
                    throw new ExpressionException(
                            input.column(), "optional inputs come last, and this one is not optional");
                }
                if (input.isRepeated() && i < inputs.size() - 1) {
                    throw new ExpressionException(
                            input.column(), "only the last input can be one or more, and others follow this one");
                }
                optional = input.isOptional();
            }
        }

        /** An axis is a number of at least 1, a name, or arithmetic on these. */
        private void axis(Expression axis, Set<String> bound, String where) {
            if (axis instanceof Expression.Literal literal && !(literal.value() instanceof Long size && size > 0)) {
                throw new ExpressionException(
                        axis.column(), "a size is a whole number of at least 1, and this is " + literal.value());
            }
            if (axis instanceof Expression.Unary minus
                    && minus.operator().equals("-")
                    && minus.operand() instanceof Expression.Literal literal) {
                throw new ExpressionException(
                        axis.column(), "a size is a whole number of at least 1, and this is -" + literal.value());
            }
            if (axis instanceof Expression.Binary binary
                    && Set.of("/", "%").contains(binary.operator())
                    && binary.right() instanceof Expression.Literal literal
                    && Long.valueOf(0).equals(literal.value())) {
                throw new ExpressionException(literal.column(), "no size is divided by 0");
            }
            if (axis instanceof Expression.Name name && others.contains(name.name())) {
                throw new ExpressionException(
                        name.column(), "the attribute '" + name.name() + "' is no int, and a size is");
            }
            if (axis instanceof Expression.Name name && !sizes.contains(name.name()) && !bound.contains(name.name())) {
                List<String> known = Stream.concat(sizes.stream(), bound.stream())
                        .sorted()
                        .distinct()
                        .toList();
                throw new ExpressionException(
                        name.column(),
                        "'" + name.name() + "' neither " + where + " nor is an int attribute of the layer"
                                + (name.name().length() > 1 ? Similar.hint(name.name(), known) : ""));
            }
            if (!isArithmetic(axis)) {
                throw new ExpressionException(axis.column(), "a size is a number, a name, or arithmetic on these");
            }
            axis.parts().forEach(part -> part(part, bound, where));
        }

        /** In a computed size a number may be 0 or negative. */
        private void part(Expression part, Set<String> bound, String where) {
            boolean isNegative = part instanceof Expression.Unary minus
                    && minus.operator().equals("-")
                    && minus.operand() instanceof Expression.Literal;
            if (isNegative) {
                part(part.parts().get(0), bound, where);
            } else if (!(part instanceof Expression.Literal literal)) {
                axis(part, bound, where);
            } else if (!(literal.value() instanceof Long)) {
                throw new ExpressionException(part.column(), "sizes are whole numbers, and this is " + literal.value());
            }
        }

        private static boolean isArithmetic(Expression axis) {
            if (axis instanceof Expression.Unary unary) {
                return unary.operator().equals("-");
            }
            return axis instanceof Expression.Binary binary
                    ? OPERATORS.contains(binary.operator())
                    : axis instanceof Expression.Literal || axis instanceof Expression.Name;
        }
    }
}
