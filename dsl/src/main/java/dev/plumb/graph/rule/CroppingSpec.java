package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import java.util.List;

/** The family of layers that cut sides off. */
public interface CroppingSpec extends MarginsSpec {
    @Override
    default Inference infer(List<TensorType> inputs) {
        return margins().cropped(inputs);
    }
}
