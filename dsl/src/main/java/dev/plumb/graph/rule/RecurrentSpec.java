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
import java.util.List;
import java.util.Optional;

/**
 * The spec of a layer that reads a sequence step by step and carries a state: (time, features) to (units), or to (time, units). What
 * these layers have in common is here: inputs, outputs, shapes and masks as in Keras 3.15 (keras.layers.RNN).
 */
public interface RecurrentSpec extends LayerSpec {

    int units();

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

    /** The recurrent layer that a layer is or, at whatever depth, wraps. */
    static Optional<RecurrentSpec> within(LayerSpec layer) {
        return WrapperSpec.innermost(layer) instanceof RecurrentSpec recurrent
                ? Optional.of(recurrent)
                : Optional.empty();
    }

    /** The names of the states, the one that is also the output first. */
    List<String> stateNames();

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("units", units());
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

    @Override
    default List<String> outputNames() {
        List<String> names = new ArrayList<>(List.of("output"));
        if (returnState()) {
            names.addAll(stateNames());
        }
        return names;
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        Optional<Mismatch> wrong = mismatch(inputs);
        if (wrong.isPresent()) {
            return Inference.failure(wrong.get());
        }
        List<TensorType> outputs = new ArrayList<>(List.of(output(inputs.get(0), units())));
        if (returnState()) {
            stateNames().forEach(state -> outputs.add(TensorType.floats(units())));
        }
        return Inference.types(outputs).assuming(assumptions(inputs));
    }

    /** What does not fit of a sequence and any number of states to start from. */
    default Optional<Mismatch> mismatch(List<TensorType> inputs) {
        Optional<Mismatch> wrong = Rules.first(
                Rules.rank(inputs, 0, 2, "time, features"),
                () -> Rules.floats(inputs, 0),
                () -> Rules.known(inputs, 0, -1, "the kernel has that many rows"));
        for (int state = 1; state < inputs.size() && wrong.isEmpty(); state++) {
            Shape shape = inputs.get(state).shape();
            int operand = state;
            wrong = Rules.first(
                    Rules.floats(inputs, operand),
                    () -> fits(shape)
                            ? Optional.empty()
                            : Optional.of(new Mismatch.WrongShape(operand, "an initial state", Shape.of(units()))));
        }
        return wrong;
    }

    /** The type of the output for this sequence, with so many features; with sequences a mask passes on, else it ends here. */
    default TensorType output(TensorType sequence, long features) {
        return returnSequences()
                ? sequence.withShape(sequence.shape().with(-1, Dim.of(features)))
                : TensorType.of(Shape.of(features), DType.FLOAT32);
    }

    /** What {@link #mismatch} leaves open where a state has a symbolic size. */
    default List<Assumption> assumptions(List<TensorType> inputs) {
        return inputs.stream()
                .skip(1)
                .flatMap(state -> Rules.equal(state.shape().last(), Dim.of(units())).stream())
                .toList();
    }

    /** A mask carries the states through the steps, also where only the last output is returned. */
    @Override
    default boolean usesMask() {
        return true;
    }

    private boolean fits(Shape state) {
        return state.rank() == 1 && state.last().compare(Dim.of(units())) != Dim.Comparison.DIFFERENT;
    }
}
