package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import java.util.List;

/** The spec of a recurrent layer of so many units: (time, features) to (units), or to (time, units). */
public interface RecurrentSpec extends SequenceSpec {

    int units();

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("units", units());
        SequenceSpec.super.validate(checks);
    }

    /** The kernels of the input and of the state, the first two weights, in each step. */
    @Override
    default Count multiplyAdds(List<TensorType> inputs) {
        Count steps = Count.of(inputs.get(0).shape().dim(0));
        return weights(inputs).stream()
                .limit(2)
                .map(kernel -> Count.of(kernel.shape()).times(steps))
                .reduce(Count.NONE, Count::plus);
    }

    @Override
    default Inference ofStep(List<TensorType> sequence) {
        return Rules.first(
                        Rules.rank(sequence, 0, 2, "time, features"),
                        () -> Rules.floats(sequence, 0),
                        () -> Rules.known(sequence, 0, -1, "the kernel has that many rows"))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(TensorType.floats(units())));
    }
}
