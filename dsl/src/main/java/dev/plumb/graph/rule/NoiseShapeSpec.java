package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import java.util.List;

/** The family of dropouts of elements, which may decide for several elements at once. */
public interface NoiseShapeSpec extends DropoutSpec {
    /** An entry an axis: 1 where one decision holds for the whole axis. Empty: each element on its own. */
    List<Integer> noiseShape();

    @Override
    default Inference infer(List<TensorType> inputs) {
        return Rules.first(Rules.floats(inputs, 0), () -> Rules.noiseShapeFits(inputs.get(0), noiseShape()))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(inputs.get(0))
                        .assuming(Rules.noiseShapeAssumptions(inputs.get(0), noiseShape())));
    }
}
