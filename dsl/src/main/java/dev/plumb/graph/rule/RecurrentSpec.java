package dev.plumb.graph.rule;

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
