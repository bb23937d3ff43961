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
 * Long short-term memory: reads (time, features) step by step and returns the last output, (units), or all, (time, units). With
 * {@code z = x · kernel + h · recurrent_kernel + bias} in four parts i, f, g, o, each step makes {@code c = σ(f) c + σ(i) tanh(g)} and
 * {@code h = σ(o) tanh(c)}. Weights: kernel (features, 4 units), recurrent_kernel (units, 4 units), bias (4 units).
 *
 * <p>Inputs: the sequence, or the sequence and the two states to start from, (units) each: first the state (h), then the cell (c). Their roles are
 * {@code sequence}, {@code state} and {@code cell}: a parameter that {@code @From} wires and that is named so has that role wherever it stands,
 * the others have the roles that are left, in this order. With {@link #returnState} there are the outputs {@code output}, {@code state} (h) and
 * {@code cell} (c): {@code @From("encoder.cell") Vec cell}.
 *
 * <p>A mask carries the states through: a masked step leaves them as they are, and its output is that of the step before (0 before the
 * first valid one). The mask passes on with {@link #returnSequences} and ends here without. As in Keras 3.15, a layer that is given
 * states to start from does not look at a mask.
 *
 * <p>With the activations that are the defaults, all steps are one op, masked or not. With others, and in training with {@link #recurrentDropout},
 * they are laid out one after the other when a plan is prepared, which takes longer the more there are. Each length has a plan of its own.
 * There is no {@code unroll}: the numbers are the same.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/lstm/">keras.layers.LSTM</a>
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LSTM {
    /** The number of units: the size of the states and of the output. */
    int units();

    /** What is applied to the new part of the cell, and to the cell on its way out. */
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

    /** Whether the part of the bias that belongs to the forget gate starts at 1. */
    boolean unitForgetBias() default true;

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

    /** Whether the states after the last step are further outputs: {@code state} and {@code cell}. */
    boolean returnState() default false;

    /** Whether to read the last step first. Outputs are in the order of reading. */
    boolean goBackwards() default false;

    /**
     * Whether the states after a batch are those that the next one begins with, example by example, until {@code network.resetStates()}. All batches
     * have as many examples then.
     */
    boolean stateful() default false;

    /** What only {@link LSTM} knows: its shape rule and weights. */
    interface Rule extends GatedRecurrentSpec, LSTMAttributes {
        @Override
        default List<String> stateNames() {
            return List.of("state", "cell");
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            long features = inputs.get(0).shape().last().size();
            long gates = 4L * units();
            weights.add(Weight.of("kernel", Shape.of(features, gates), kernelSettings()));
            weights.add(Weight.of("recurrent_kernel", Shape.of(units(), gates), recurrentSettings()));
            if (useBias()) {
                Weight bias = Weight.of("bias", Shape.of(gates), biasSettings());
                weights.add(
                        unitForgetBias()
                                ? bias.startingAs(
                                        new Weight.Part(units(), biasInitializer()),
                                        new Weight.Part(units(), Init.Spec.of(Initializer.ONES)),
                                        new Weight.Part(2L * units(), biasInitializer()))
                                : bias);
            }
            return weights;
        }
    }
}
