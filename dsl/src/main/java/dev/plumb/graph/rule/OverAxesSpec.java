package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.List;
import java.util.Optional;

/** The family of layers that compute over some axes of each example, together, and keep the shape: normalizations, a softmax. */
public interface OverAxesSpec extends LayerSpec {
    /** The axes, counted with the batch axis as 0, or all from the end. */
    List<Integer> axis();

    /** Why the sizes of the axes have to be known: what has that many elements. Empty if nothing has. */
    default Optional<String> needsSizes() {
        return Optional.empty();
    }

    @Override
    default void validate(AttributeChecks checks) {
        checks.require(!axis().isEmpty(), "axis", axis(), "at least one axis");
        checks.notBatchAxis("axis", axis());
        // Keras sorts the numbers as they are: with both kinds, the axes of a weight would come in another order than
        // the input's.
        checks.require(
                axis().stream().allMatch(number -> number < 0)
                        || axis().stream().allMatch(number -> number >= 0),
                "axis",
                axis(),
                "counted from one side, the start or the end");
    }

    /** What does not fit: the first axis that is not there, or whose size has to be known and is not. */
    default Optional<Mismatch> mismatch(List<TensorType> inputs) {
        return Rules.first(
                Rules.rankAtLeast(inputs, 0, 1, "features last"),
                () -> Rules.floats(inputs, 0),
                () -> Rules.axesExist(inputs.get(0), axis()),
                () -> needsSizes().flatMap(why -> axis().stream()
                        .map(number -> Rules.known(inputs, 0, Rules.axisOfShape(number), why))
                        .flatMap(Optional::stream)
                        .findFirst()));
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return mismatch(inputs).map(Inference::failure).orElseGet(() -> Inference.type(inputs.get(0)));
    }

    /** The sizes of the axes, in the order of the input: the shape of a weight that has an element for each of their indices. */
    default Shape sizes(List<TensorType> inputs) {
        Shape input = inputs.get(0).shape();
        return new Shape(axis().stream()
                .sorted()
                .map(number -> input.dim(Rules.axisOfShape(number)))
                .toList());
    }
}
