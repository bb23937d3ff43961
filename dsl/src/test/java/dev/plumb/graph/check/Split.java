package dev.plumb.graph.check;

import dev.plumb.dsl.layer.LayerAnnotation;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** A layer of a test, with two outputs: its input, and two numbers. */
@LayerAnnotation
@interface Split {
    interface Rule extends LayerSpec {
        @Override
        default List<String> outputNames() {
            return List.of("output", "state");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Inference.types(List.of(inputs.get(0), TensorType.floats(2)));
        }
    }
}
