package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of layers that prepare or vary images, (height, width, channels) of float32, and keep their size unless they say otherwise. They drop a mask. */
public interface ImageSpec extends LayerSpec {
    /** The shape of the result for an image of this shape. */
    default Shape shape(Shape image) {
        return image;
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        TensorType input = inputs.get(0);
        return Rules.first(WindowRules.spatialRank(inputs, 2), () -> Rules.floats(inputs, 0))
                .map(Inference::failure)
                .orElseGet(() ->
                        Inference.type(input.withShape(shape(input.shape())).withMask(false)));
    }
}
