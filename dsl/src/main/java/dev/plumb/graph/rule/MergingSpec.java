package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of layers that merge two or more inputs element by element. */
public interface MergingSpec extends LayerSpec {
    @Override
    default Arity arity() {
        return Arity.atLeast(2);
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return Rules.elementwise(inputs);
    }
}
