package dev.plumb.dsl.layer;

import dev.plumb.graph.AttributeChecks;
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

/** Repeats a vector over time: (features) to (value, features). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RepeatVector {
    /** The number of steps. */
    int value();

    /** The attributes, shape rule and weights of {@link RepeatVector}. */
    record Spec(int value) implements LayerSpec {

        @Override
        public void validate(AttributeChecks checks) {
            checks.positive("value", value);
        }

        @Override
        public Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(Rules.rank(inputs, 0, 1, "features"), () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> {
                        Shape repeated =
                                new Shape(List.of(Dim.of(value), input.shape().last()));
                        return Inference.type(input.withShape(repeated).withMask(false));
                    });
        }
    }
}
