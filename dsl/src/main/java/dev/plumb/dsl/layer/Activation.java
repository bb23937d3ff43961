package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Applies a function. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Activation {
    /** The function. */
    ActivationFunction value();

    /** What only {@link Activation} knows: its shape rule. */
    interface Rule extends LayerSpec, ActivationAttributes {
        @Override
        default String finalActivationAttribute() {
            return "value";
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(Rules.floats(inputs, 0), () -> Rules.activationFits(value(), input))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(input.withShape(Rules.activated(value(), input.shape())))
                            .assuming(Rules.activationAssumptions(value(), input)));
        }
    }
}
