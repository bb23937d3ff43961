package dev.plumb.graph.spec;

import dev.plumb.dsl.DType;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a layer does not accept its inputs or attributes, as data: which operand, which axis, expected and actual, the formula with its
 * numbers. {@link #headline} is the one place where it becomes words, for the compiler's message and for the exception at run time.
 */
public sealed interface Mismatch {

    ProblemId id();

    /** The index of the operand to blame, or -1 if it is the layer itself. */
    default int operand() {
        return -1;
    }

    /** The attribute to blame, or "" if it is an operand or the layer. */
    default String attribute() {
        return "";
    }

    /** The item of the attribute, where that is a list, or -1. */
    default int index() {
        return -1;
    }

    /**
     * The first line of the message.
     *
     * @param layer layer and name, as in {@code Dense 'hidden'}
     */
    String headline(String layer, List<Operand> operands);

    /** What is wrong with an attribute, whatever the inputs are; {@code subject} has the attribute: {@code Dense 'hidden'}. */
    default Problem problem(Place place, String subject) {
        return Problem.of(id(), place, headline(subject, List.of()));
    }

    /**
     * A mask for a layer that would do nothing with it.
     *
     * @param hasSteps whether there is anything that it could mask
     */
    record NoMask(int operand, boolean hasSteps) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.WRONG_ARITY;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            Operand masked = operands.get(0);
            return layer + " takes no mask, got '" + operands.get(operand).name() + "': "
                    + (hasSteps
                            ? "it neither uses a mask nor passes one on"
                            : "'" + masked.name() + "' has no steps, "
                                    + masked.type().shape());
        }
    }

    /** An operand of the wrong rank; {@code expected} says which ranks: {@code rank 3 (height, width, channels)}. */
    record Rank(int operand, String expected) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.RANK_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            Operand actual = operands.get(operand);
            return layer + " needs an input of " + expected + ": '" + actual.name() + "' has rank "
                    + actual.type().rank() + ", " + actual.type().shape();
        }
    }

    /** Operands that must have one shape and do not. */
    record DifferentShapes(int first, int operand) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs inputs of one shape: " + operands.get(first) + ", " + operands.get(operand);
        }
    }

    /** An operand that must have one certain shape; {@code role} says what it is to the layer: {@code an initial state}. */
    record WrongShape(int operand, String role, Shape expected) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs " + role + " of shape " + expected + ": " + operands.get(operand);
        }
    }

    /** Operands that must be equal on every axis but one and are not. */
    record DifferentBesidesAxis(int first, int operand, int concatenated, int axis) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs inputs that are equal on every axis but axis " + concatenated + ": "
                    + operands.get(first) + ", " + operands.get(operand) + ", they differ on axis " + axis;
        }
    }

    /** Operands whose axes are multiplied and summed, and so must have one size, and do not; axes count the batch axis as 0. */
    record DifferentContracted(int first, int operand, int firstAxis, int axis, Dim expected, Dim actual)
            implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs one size on the axes that it contracts: " + operands.get(first) + ", axis "
                    + firstAxis + " has " + expected + "; " + operands.get(operand) + ", axis " + axis + " has "
                    + actual;
        }
    }

    /** An axis that an attribute names, counted with the batch axis as 0 or from the end, and that an operand does not have. */
    record NoSuchAxis(int operand, String attribute, String value, int axis) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.BAD_ATTRIBUTE;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            Operand actual = operands.get(operand);
            int rank = actual.type().rank();
            String there = rank == 0 ? "it has none" : "its axes are 1 to " + rank + " or -" + rank + " to -1";
            return layer + " has " + attribute + " = " + value + ", but '" + actual.name() + "', "
                    + actual.type().shape() + ", has no axis " + axis + ": " + there;
        }
    }

    /**
     * Operands whose sizes depend on each other and do not fit; {@code what} says how they depend, the roles are the names of the operands
     * in the layer: {@code value}.
     */
    record DifferentRoles(int first, String firstRole, int operand, String role, String what) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs " + what + ": its " + firstRole + " " + operands.get(first) + ", its " + role + " "
                    + operands.get(operand);
        }
    }

    /** Operands of different ranks that do not broadcast to one shape; {@code axis} counts from the end. */
    record NoBroadcast(int first, int operand, int axis, Dim left, Dim right) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.BROADCAST;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " cannot broadcast its inputs to one shape: " + operands.get(first) + ", "
                    + operands.get(operand) + "; on axis " + axis + " one has " + left + " and the other " + right
                    + ", and neither is 1";
        }
    }

    /** Reshaping to another number of elements. */
    record DifferentElements(int operand, String attribute, Shape target, Dim expected, Dim actual)
            implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " must keep the number of elements: " + operands.get(operand) + " = " + actual
                    + " elements, the target " + target + " = " + expected;
        }
    }

    /** An operand of the wrong element type. */
    record WrongDtype(int operand, List<DType> expected) implements Mismatch {
        public WrongDtype {
            expected = List.copyOf(expected);
        }

        @Override
        public ProblemId id() {
            return ProblemId.DTYPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            Operand actual = operands.get(operand);
            String wanted = expected.stream().map(DType::label).collect(Collectors.joining(" or "));
            return layer + " needs an input of " + wanted + ": '" + actual.name() + "' is "
                    + actual.type().dtype().label();
        }
    }

    /** An operand that a layer of {@link PreprocessingSpec} takes, and that is only there when the model runs. */
    record NotFed(int operand) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.DTYPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " is computed before the model runs, of what it is fed: '"
                    + operands.get(operand).name() + "' is computed when it runs; take an input of the model";
        }
    }

    /** A window that leaves nothing of an axis; the formula with its numbers says how. */
    record Empty(int operand, int axis, String axisName, String formula, String numbers) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.EMPTY_DIMENSION;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " leaves nothing of the " + axisName + " of '"
                    + operands.get(operand).name() + "', "
                    + operands.get(operand).type() + ": " + formula
                    + " = " + numbers;
        }

        /** The same of an axis by another name. */
        public Empty called(String name) {
            return new Empty(operand, axis, name, formula.replace(axisName, name), numbers);
        }
    }

    /** A size that must be a multiple of another and is not. */
    record NotDivisible(int operand, String attribute, String what, Dim dividend, long divisor) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.NOT_DIVISIBLE;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs " + what + " divisible by " + divisor + ": " + operands.get(operand) + ", "
                    + dividend + " is not";
        }
    }

    /** A size that must be known, because weights depend on it, and is symbolic. */
    record UnknownSize(int operand, int axis, String why) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.UNKNOWN_DIMENSION;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " needs to know the size of axis " + axis + " (" + why + "): " + operands.get(operand);
        }
    }

    /** An attribute that waits for a binding, and there is none. */
    record NotBound(String attribute, int index) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.BAD_BINDING;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return ProblemId.BAD_BINDING.headline(
                    "'" + attribute + "'",
                    layer,
                    "it is BOUND, and no @Bind says to what: @Bind(\"" + attribute + " = …\")");
        }
    }

    /** An attribute out of its range; {@code index} is the item of a list, or -1. */
    record BadAttribute(String attribute, int index, String value, String requirement) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.BAD_ATTRIBUTE;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            String item = index < 0 ? attribute : attribute + "[" + index + "]";
            return layer + " has " + item + " = " + value + ": must be " + requirement;
        }
    }

    /** Sizes beyond any model's; {@code limit} says how large they may be. */
    record TooLarge(String attribute, int index, String what, String limit) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.TOO_LARGE;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " makes " + what + ": " + limit;
        }
    }

    /** A wrapper around a layer that it cannot wrap; {@code takes} says which it can. */
    record CannotWrap(String wrapper, String wrapped, String takes) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.BAD_ATTRIBUTE;
        }

        @Override
        public String attribute() {
            return "layer";
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " wraps " + wrapped + " in " + wrapper + ", which takes " + takes;
        }
    }

    /** An operand that a model or block does not take for the input of this name; axes that have names fit any size. */
    record WrongInput(int operand, String input, TensorType expected, ProblemId id) implements Mismatch {
        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " takes " + expected + " as its input '" + input + "': " + operands.get(operand);
        }
    }

    /**
     * An operand that is not as the signature of a layer in code says.
     *
     * @param input the input as messages name it: {@code its input 'memory'}
     * @param signature what the signature says of it: {@code (s, d)}
     * @param known what is known of its names: {@code where d = 64}, or ""
     */
    record NotAsSigned(int operand, String input, String signature, String known, ProblemId id) implements Mismatch {
        @Override
        public String headline(String layer, List<Operand> operands) {
            Operand actual = operands.get(operand);
            boolean plain = id == ProblemId.DTYPE_MISMATCH && actual.type().dtype() == DType.FLOAT32;
            return layer + " takes " + signature + " as " + input + (known.isEmpty() ? "" : ", " + known) + ": "
                    + (plain ? "'" + actual.name() + "' is float32 " + actual.type() : actual);
        }
    }

    /**
     * A size of an output that cannot be computed from those of the inputs.
     *
     * @param expression as the signature has it
     * @param reason such as {@code 10 / 4 is no whole number}, or ""
     */
    record NoSize(int operand, String expression, String reason, ProblemId id) implements Mismatch {
        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " cannot have the size " + expression + ": " + operands.get(operand)
                    + (reason.isEmpty() ? "" : ", " + reason);
        }
    }

    /** What does not fit inside a layer that is made of layers and itself wrapped; empty if it is said elsewhere. */
    record Inside(Optional<String> headline) implements Mismatch {
        @Override
        public ProblemId id() {
            return ProblemId.SHAPE_MISMATCH;
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            return layer + " does not fit" + headline.map(inner -> ": " + inner).orElse("");
        }
    }

    /** What does not fit of each step of a sequence, where a layer is applied to every step. */
    record InEachStep(Mismatch step) implements Mismatch {
        @Override
        public ProblemId id() {
            return step.id();
        }

        @Override
        public int operand() {
            return step.operand();
        }

        @Override
        public String attribute() {
            return step.attribute();
        }

        @Override
        public int index() {
            return step.index();
        }

        @Override
        public String headline(String layer, List<Operand> operands) {
            List<Operand> steps = operands.stream()
                    .map(operand -> new Operand(operand.name(), operand.type().step()))
                    .toList();
            return step.headline(layer, steps) + " in each step";
        }
    }
}
