package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import java.util.List;

/** The family of layers that put zeros around. */
public interface ZeroPaddingSpec extends MarginsSpec {
    @Override
    default Inference infer(List<TensorType> inputs) {
        return margins().padded(inputs);
    }
}
