package dev.plumb.dsl.layer;

import dev.plumb.dsl.Padding;
import dev.plumb.dsl.SpectrogramMode;
import dev.plumb.dsl.WindowFunction;
import dev.plumb.dsl.WindowScaling;
import dev.plumb.graph.rule.FourierKernel;
import dev.plumb.graph.rule.Window;
import dev.plumb.graph.rule.WindowRules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The spectrum of each frame of a signal, a short-time Fourier transform: (time, channels) to (time', channels · frequencies), each channel by itself; there are
 * {@code fftLength / 2 + 1} frequencies. It is a convolution, and its kernels are weights that begin as the transform and are trained unless
 * the layer is {@link dev.plumb.dsl.Frozen}, as in Keras. Weights: real_kernel and imag_kernel (frameLength, 1, frequencies), of which a mode that needs one has one. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface STFTSpectrogram {
    /** What is given of each frequency. */
    SpectrogramMode mode() default SpectrogramMode.LOG;

    /** The samples of a frame. */
    int frameLength() default 256;

    /** The samples from a frame to the next, at most its length; 0 for half of it. */
    int frameStep() default 0;

    /** The length of the transform, at least that of a frame: what is missing is zeros. 0 for the next power of two. */
    int fftLength() default 0;

    /** What the samples of a frame are multiplied by. */
    WindowFunction window() default WindowFunction.HANN;

    /** Whether the window is one period of a signal that goes on, and not symmetric. */
    boolean periodic() default false;

    /** What the window is divided by. */
    WindowScaling scaling() default WindowScaling.DENSITY;

    /** Whether frames begin within the signal only, or cover all of it with zeros around. */
    Padding padding() default Padding.VALID;

    /** Whether the result is an image, (time', frequencies, channels). */
    boolean expandDims() default false;

    /** What only {@link STFTSpectrogram} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, STFTSpectrogramAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("frameLength", frameLength());
            if (frameLength() > 0) {
                checks.require(
                        frameStep() != 0 || frameLength() > 1,
                        "frameLength",
                        frameLength(),
                        "at least 2, for its half to be a step, or frameStep = 1");
                checks.require(
                        frameStep() >= 0 && frameStep() <= frameLength(),
                        "frameStep",
                        frameStep(),
                        "between 1 and frameLength = " + frameLength()
                                + (frameLength() > 1 ? ", or 0 for half of it" : ""));
                checks.require(
                        fftLength() == 0 || fftLength() >= frameLength(),
                        "fftLength",
                        fftLength(),
                        "at least frameLength = " + frameLength() + ", or 0 for the next power of two");
            }
            checks.require(padding() != Padding.CAUSAL, "padding", padding(), "VALID or SAME");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            if (!(WindowRules.pooling(inputs, frames()) instanceof Inference.Types framed)) {
                return WindowRules.pooling(inputs, frames());
            }
            Shape shape = framed.outputs().get(0).shape();
            Dim time = shape.dim(0);
            Dim channels = shape.last();
            long numbers = numbers();
            Shape made = expandDims()
                    ? new Shape(List.of(time, Dim.of(numbers), channels))
                    : new Shape(List.of(time, channels.times(numbers)));
            return Inference.type(inputs.get(0).withShape(made).withMask(false)).assuming(framed.assumptions());
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            if (mode() != SpectrogramMode.IMAG) {
                weights.add(kernel("real_kernel", false));
            }
            if (mode() != SpectrogramMode.REAL) {
                weights.add(kernel("imag_kernel", true));
            }
            return weights;
        }

        private Weight kernel(String name, boolean imaginary) {
            int length = Math.max(1, 2 * (frequencies() - 1)); // that of Keras, also where fftLength is odd
            FourierKernel start =
                    new FourierKernel(imaginary, frameLength(), frequencies(), length, window(), scaling(), periodic());
            return Weight.startingAs(name, Shape.of(frameLength(), 1, frequencies()), start);
        }

        /** The frames over time. */
        default Window frames() {
            return Window.of(1, List.of(frameLength()), List.of(step()), List.of(1), padding());
        }

        private int step() {
            return frameStep() == 0 ? frameLength() / 2 : frameStep();
        }

        /** How many frequencies there are. */
        default int frequencies() {
            int length = fftLength() == 0 ? nextPower(frameLength()) : fftLength();
            return length / 2 + 1;
        }

        /** How many numbers the layer gives of a frame of a channel. */
        default int numbers() {
            return mode() == SpectrogramMode.STFT ? Math.multiplyExact(2, frequencies()) : frequencies();
        }

        private static int nextPower(int length) {
            int power = Integer.highestOneBit(length);
            return power == length ? power : Math.multiplyExact(2, power);
        }
    }
}
