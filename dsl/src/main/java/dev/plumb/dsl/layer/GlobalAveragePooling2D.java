package dev.plumb.dsl.layer;

import dev.plumb.graph.Dim;
import dev.plumb.graph.Inference;
import dev.plumb.graph.LayerSpec;
import dev.plumb.graph.Rules;
import dev.plumb.graph.Shape;
import dev.plumb.graph.TensorType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The mean over height and width: (height, width, channels) to (channels). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalAveragePooling2D {
    /** Whether height and width stay as axes of size 1. */
    boolean keepdims() default false;

    /** The attributes, shape rule and weights of {@link GlobalAveragePooling2D}. */
    record Spec(boolean keepdims) implements LayerSpec {

        @Override
        public Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(Rules.rank(inputs, 0, 3, "height, width, channels"), () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> {
                        Dim channels = input.shape().last();
                        Shape pooled = keepdims
                                ? new Shape(List.of(Dim.of(1), Dim.of(1), channels))
                                : new Shape(List.of(channels));
                        return Inference.type(input.withShape(pooled).withMask(false));
                    });
        }
    }
}
