package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the kernel of the layer below it at a spectral norm of about 1 (Miyato et al. 2018), so that the layer stretches no input by more:
 * {@code @SpectralNormalization @Conv2D(filters = 64, kernelSize = 3) Image seen(Image x);}. Takes and gives what the layer does, without a mask. Weights: those
 * of the layer, under their own names, and vector_u (1, the last axis of the kernel), not trainable, an estimate of the first right singular vector.
 *
 * <p>In training each step first improves the estimate by power iterations and divides the kernel W, as rows of its last axis, by σ = v W uᵀ; that is the kernel from
 * then on. It is as in Keras with TensorFlow: the gradient is that for the divided kernel, and the optimizer moves that on. A kernel of zeros stays. Otherwise,
 * and when frozen, the kernel is used as it is.
 */
@Documented
@LayerAnnotation(wrapper = true)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SpectralNormalization {
    /** How often a step improves the estimate. */
    int powerIterations() default 1;

    /** What only {@link SpectralNormalization} knows: which layers it wraps, and its weight. */
    interface Rule extends WrapperSpec, SpectralNormalizationAttributes {
        /** The name of the estimate of the first right singular vector. */
        String VECTOR = "vector_u";

        /** The deviation of what it starts as. */
        double DEVIATION = 0.02;

        @Override
        default void validate(AttributeChecks checks) {
            WrapperSpec.super.validate(checks);
            checks.wraps(
                    layer() instanceof KernelSpec,
                    this,
                    "a layer of one kernel: Dense, EinsumDense, Embedding, a convolution, a depthwise or a transposed"
                            + " one");
            checks.positive("powerIterations", powerIterations());
        }

        @Override
        default String finalActivationAttribute() {
            return layer().finalActivationAttribute();
        }

        @Override
        default Optional<ActivationFunction> finalActivation() {
            return layer().finalActivation();
        }

        @Override
        default Arity arity() {
            return layer().arity();
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return layer().infer(inputs) instanceof Inference.Types made
                    ? Inference.type(made.outputs().get(0).withMask(false)).assuming(made.assumptions())
                    : layer().infer(inputs);
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Init.Spec start = Init.Spec.of(Initializer.TRUNCATED_NORMAL).stddev(DEVIATION);
            List<Weight> weights = new ArrayList<>();
            for (Weight weight : layer().weights(inputs)) {
                weights.add(weight);
                if (weight.name().equals(kernelName())) {
                    Shape columns = new Shape(List.of(Dim.of(1), weight.shape().last()));
                    weights.add(Weight.of(VECTOR, columns, Weight.Settings.of("", start))
                            .notTrainable());
                }
            }
            return weights;
        }

        /** The name of the weight that is divided. */
        default String kernelName() {
            return ((KernelSpec) layer()).kernelName();
        }
    }
}
