package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.GatedRecurrentSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Gated recurrent unit: reads (time, features) step by step and returns the last output, (units), or all, (time, units). The kernels have
 * three parts z, r, h; each step makes {@code z} and {@code r = σ(x · kernel + h · recurrent_kernel + bias)}, the candidate
 * {@code h' = tanh(x · kernel + r (h · recurrent_kernel + bias))} and {@code h = z h + (1 - z) h'}. Weights: kernel (features, 3 units),
 * recurrent_kernel (units, 3 units), bias (2, 3 units): the input's and the recurrent one; (3 units) without {@link #resetAfter}.
 *
 * <p>Inputs: the sequence, or the sequence and the state to start from, (units), whose roles are
 * {@code sequence} and {@code state}, see {@link LSTM}. With {@link #returnState} there are the outputs
 * {@code output} and {@code state}: {@code @From("encoder.state")}.
 *
 * <p>A mask carries the states through: a masked step leaves them as they are, and its output is that of the step before (0 before the
 * first valid one). The mask passes on with {@link #returnSequences} and ends here without. As in Keras 3.15, a layer that is given
 * states to start from does not look at a mask.
 *
 * <p>With the activations that are the defaults, all steps are one op, masked or not. With others, and in training with {@link #recurrentDropout},
 * they are laid out one after the other when a plan is prepared, which takes longer the more there are. Each length has a plan of its own.
 * There is no {@code unroll}: the numbers are the same.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/gru/">keras.layers.GRU</a>
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GRU {
    /** The number of units: the size of the states and of the output. */
    int units();

    /** What is applied to the candidate for the state. */
    ActivationFunction activation() default ActivationFunction.TANH;

    /** What is applied to the gates. */
    ActivationFunction recurrentActivation() default ActivationFunction.SIGMOID;

    /** Whether a bias is added. */
    boolean useBias() default true;

    /** How the kernel starts. */
    Init kernelInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the recurrent kernel starts. */
    Init recurrentInitializer() default @Init(Initializer.ORTHOGONAL);

    /** How the bias starts. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on the kernel. */
    Regularizer kernelRegularizer() default @Regularizer;

    /** The penalty on the recurrent kernel. */
    Regularizer recurrentRegularizer() default @Regularizer;

    /** The penalty on the bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for the kernel after each step. */
    Constraint kernelConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the recurrent kernel after each step. */
    Constraint recurrentConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** The part of the input features that training drops, the same in all steps of a sequence. */
    double dropout() default 0.0;

    /** The part of the previous output that training drops on its way to each gate, the same in all steps of a sequence. */
    double recurrentDropout() default 0.0;

    /** Whether to return the output of each step: (time, units). */
    boolean returnSequences() default false;

    /** Whether the state after the last step is a further output: {@code state}. */
    boolean returnState() default false;

    /** Whether to read the last step first. Outputs are in the order of reading. */
    boolean goBackwards() default false;

    /**
     * Whether the states after a batch are those that the next one begins with, example by example, until {@code network.resetStates()}. All batches
     * have as many examples then.
     */
    boolean stateful() default false;

    /** Whether the reset gate acts after the recurrent kernel, and not before it. */
    boolean resetAfter() default true;

    /** What only {@link GRU} knows: its shape rule and weights. */
    interface Rule extends GatedRecurrentSpec, GRUAttributes {
        @Override
        default List<String> stateNames() {
            return List.of("state");
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            long features = inputs.get(0).shape().last().size();
            long gates = 3L * units();
            weights.add(Weight.of("kernel", Shape.of(features, gates), kernelSettings()));
            weights.add(Weight.of("recurrent_kernel", Shape.of(units(), gates), recurrentSettings()));
            if (useBias()) {
                Shape shape = resetAfter() ? Shape.of(2, gates) : Shape.of(gates);
                weights.add(Weight.of("bias", shape, biasSettings()));
            }
            return weights;
        }
    }
}
