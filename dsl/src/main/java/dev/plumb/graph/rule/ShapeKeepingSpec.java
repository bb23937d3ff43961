package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of layers that take floats of any shape and keep shape and mask. */
public interface ShapeKeepingSpec extends LayerSpec {
    @Override
    default Inference infer(List<TensorType> inputs) {
        return Rules.floats(inputs, 0).map(Inference::failure).orElseGet(() -> Inference.type(inputs.get(0)));
    }
}
