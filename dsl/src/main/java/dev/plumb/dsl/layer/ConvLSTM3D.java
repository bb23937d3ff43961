package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.ConvolutionLstmSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A long short-term memory whose products are convolutions (Shi et al. 2015): reads (time, depth, height, width, channels) step by step and returns the last
 * output, (depth', height', width', filters), or all, (time, depth', height', width', filters). As in {@link LSTM}, with {@code z = conv(x, kernel) + conv(h, recurrent_kernel) +
 * bias} in four parts i, f, g, o, each step makes {@code c = σ(f) c + σ(i) tanh(g)} and {@code h = σ(o) tanh(c)}; the convolution of the state keeps its size.
 * Weights: kernel (kernel depth, kernel height, kernel width, channels, 4 filters), recurrent_kernel (kernel depth, kernel height, kernel width, filters, 4 filters), bias (4 filters).
 *
 * <p>Inputs: the sequence, or the sequence and the two states to start from, (depth', height', width', filters) each, whose roles are
 * {@code sequence}, {@code state} and {@code cell}, see {@link LSTM}. With {@link #returnState} there are the
 * outputs {@code output}, {@code state} (h) and {@code cell} (c). A mask over the time carries the states through, and passes on with {@link #returnSequences}.
 *
 * <p>All steps are one loop, whose plan does not grow with their number.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/conv_lstm3d/">keras.layers.ConvLSTM3D</a>
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ConvLSTM3D {
    /** The number of channels of the states and of the output. */
    int filters();

    /** Depth, height and width of the window, or one size for all. */
    int[] kernelSize();

    /** Steps of the window, or one for all axes. */
    int[] strides() default 1;

    /** What surrounds the steps of the input, {@code VALID} or {@code SAME}; the states stay as large as they are. */
    Padding padding() default Padding.VALID;

    /** Distance between the window's points, or one for all axes. */
    int[] dilationRate() default 1;

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

    /** Whether to return the output of each step, time first. */
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

    /** What only {@link ConvLSTM3D} knows of its family: the number of its axes. */
    interface Rule extends ConvolutionLstmSpec, ConvLSTM3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
