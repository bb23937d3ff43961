package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.WindowRules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The mean over time: (time, channels) to (channels). Uses a mask: the mean over the valid steps only, which is NaN where there are
 * none, as in Keras. The result has no mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalAveragePooling1D {
    /** Whether time stays as an axis of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalAveragePooling1D} knows: its shape rule. */
    interface Rule extends LayerSpec, GlobalAveragePooling1DAttributes {
        @Override
        default boolean usesMask() {
            return true;
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.globalPooling(inputs, 1, keepdims());
        }
    }
}
