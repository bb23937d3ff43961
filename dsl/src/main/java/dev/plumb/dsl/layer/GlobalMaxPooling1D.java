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

/** The largest element over time: (time, channels) to (channels). Drops a mask: padded steps count as any other. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalMaxPooling1D {
    /** Whether time stays as an axis of size 1. */
    boolean keepdims() default false;

    /** What only {@link GlobalMaxPooling1D} knows: its shape rule. */
    interface Rule extends LayerSpec, GlobalMaxPooling1DAttributes {
        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.globalPooling(inputs, 1, keepdims());
        }
    }
}
