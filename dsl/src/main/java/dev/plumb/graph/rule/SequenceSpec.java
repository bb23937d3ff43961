package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The spec of a layer that reads a sequence step by step and carries states, each of the shape of what it makes of a step. What these layers have
 * in common is here: inputs, outputs, shapes and masks as in Keras 3.15 (keras.layers.RNN).
 */
public interface SequenceSpec extends LayerSpec {

    /** The role of the sequence that is read. */
    String SEQUENCE = "sequence";

    ActivationFunction activation();

    boolean useBias();

    double dropout();

    double recurrentDropout();

    /** Whether the output of each step is returned, and not only the last. */
    boolean returnSequences();

    /** Whether the states after the last step are further outputs. */
    boolean returnState();

    /** Whether the last step is read first. */
    boolean goBackwards();

    /** Whether the states after a batch are those that the next one begins with. */
    boolean stateful();

    @Override
    default boolean isStateful() {
        return stateful();
    }

    /** The names of the states, the one that is also the output first. */
    List<String> stateNames();

    /** The type of what it makes of a step of this sequence, or what does not fit of the sequence. */
    Inference ofStep(List<TensorType> sequence);

    /** The layer that reads a sequence which a layer is or, at whatever depth, wraps. */
    static Optional<SequenceSpec> readerWithin(LayerSpec layer) {
        return WrapperSpec.innermost(layer) instanceof SequenceSpec reader ? Optional.of(reader) : Optional.empty();
    }

    @Override
    default void validate(AttributeChecks checks) {
        keepsUnits(checks, "activation", activation());
        checks.fractionBelowOne("dropout", dropout());
        checks.fractionBelowOne("recurrentDropout", recurrentDropout());
    }

    /** Requires an activation that leaves the state as large as it is. */
    static void keepsUnits(AttributeChecks checks, String attribute, ActivationFunction activation) {
        checks.require(
                activation != ActivationFunction.GLU,
                attribute,
                activation,
                "one that keeps the number of units, GLU halves it");
    }

    /** The sequence, or the sequence and the states to start from. */
    @Override
    default Arity arity() {
        return Arity.either(1, 1 + stateNames().size());
    }

    /** The sequence, then the states, which are called like the outputs. */
    @Override
    default List<String> inputNames() {
        return roles(stateNames());
    }

    /** The roles of the inputs of a layer that reads a sequence and has these states. */
    static List<String> roles(List<String> states) {
        return Stream.concat(Stream.of(SEQUENCE), states.stream()).toList();
    }

    @Override
    default boolean takesMaskBesideRoles() {
        return true;
    }

    @Override
    default List<String> outputNames() {
        List<String> names = new ArrayList<>(List.of("output"));
        if (returnState()) {
            names.addAll(stateNames());
        }
        return names;
    }

    /** What it gives for each or the last step; states are picked. */
    @Override
    default Optional<String> plainOutput() {
        return Optional.of("output");
    }

    /** Of a sequence and any number of states to start from. With sequences a mask passes on, else it ends here. */
    @Override
    default Inference infer(List<TensorType> inputs) {
        TensorType sequence = inputs.get(0);
        Inference inference = ofStep(List.of(sequence));
        if (inference instanceof Inference.Failure) {
            return inference;
        }
        Inference.Types made = (Inference.Types) inference;
        Shape state = made.outputs().get(0).shape();
        List<Assumption> assumptions = new ArrayList<>(made.assumptions());
        for (int operand = 1; operand < inputs.size(); operand++) {
            Shape given = inputs.get(operand).shape();
            int blamed = operand;
            Optional<Mismatch> wrong = Rules.first(
                    Rules.floats(inputs, operand),
                    () -> canBe(given, state)
                            ? Optional.empty()
                            : Optional.of(new Mismatch.WrongShape(blamed, "an initial state", state)));
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            for (int axis = 0; axis < state.rank(); axis++) {
                Rules.equal(given.dim(axis), state.dim(axis)).ifPresent(assumptions::add);
            }
        }
        List<TensorType> outputs = new ArrayList<>();
        outputs.add(returnSequences() ? sequence.withShape(stacked(sequence, state)) : floats(state));
        outputs.addAll(Collections.nCopies(outputNames().size() - 1, floats(state)));
        return Inference.types(outputs).assuming(assumptions);
    }

    /** A mask carries the states through the steps, also where only the last output is returned. */
    @Override
    default boolean usesMask() {
        return true;
    }

    private static TensorType floats(Shape shape) {
        return TensorType.of(shape, DType.FLOAT32);
    }

    private static Shape stacked(TensorType sequence, Shape step) {
        List<Dim> dims = new ArrayList<>(List.of(sequence.shape().dim(0)));
        dims.addAll(step.dims());
        return new Shape(dims);
    }

    private static boolean canBe(Shape given, Shape expected) {
        boolean fits = given.rank() == expected.rank();
        for (int axis = 0; fits && axis < expected.rank(); axis++) {
            fits = given.dim(axis).compare(expected.dim(axis)) != Dim.Comparison.DIFFERENT;
        }
        return fits;
    }
}
