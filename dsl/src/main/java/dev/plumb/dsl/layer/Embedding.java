package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A learned vector for each id: ids of shape S to (S, outputDim). Weights: embeddings (inputDim, outputDim). */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Embedding {
    /** The number of ids: they run from 0 to inputDim - 1. */
    int inputDim();

    /** The size of each vector. */
    int outputDim();

    /** How the vectors start. */
    Init embeddingsInitializer() default @Init(Initializer.RANDOM_UNIFORM);

    /** The penalty on the vectors. */
    Regularizer embeddingsRegularizer() default @Regularizer;

    /** What holds for the vectors after each step. */
    Constraint embeddingsConstraint() default @Constraint(ConstraintKind.NONE);

    /** Whether id 0 is padding: creates a mask over time. */
    boolean maskZero() default false;

    /** What only {@link Embedding} knows: its shape rule and weights. */
    interface Rule extends KernelSpec, EmbeddingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("inputDim", inputDim());
            checks.positive("outputDim", outputDim());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.dtype(inputs, 0, DType.INT32).map(Inference::failure).orElseGet(() -> {
                List<Dim> dims = new ArrayList<>(input.shape().dims());
                dims.add(Dim.of(outputDim()));
                return Inference.type(new TensorType(new Shape(dims), DType.FLOAT32, maskZero()));
            });
        }

        @Override
        default Optional<LayerSpec> reversed() {
            return Optional.of(new ReversedEmbedding((EmbeddingLayer) this));
        }

        @Override
        default String kernelName() {
            return "embeddings";
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            return List.of(Weight.of(kernelName(), Shape.of(inputDim(), outputDim()), embeddingsSettings()));
        }
    }
}
