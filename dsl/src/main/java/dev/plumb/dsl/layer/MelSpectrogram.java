package dev.plumb.dsl.layer;

import dev.plumb.dsl.WindowFunction;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * How loud a signal is over time in bands as wide as they sound: (samples) to (numMelBins, frames). The signal is mirrored at both ends by half of fftLength, so that the
 * middle of frame i is the sample {@code i · sequenceStride}; the magnitudes of each frame's spectrum, to the power {@link #magExp}, are summed by triangles on the mel scale (that of HTK: {@code 2595 log10(1 + f / 700)}). No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MelSpectrogram {
    /** The length of the transform of a frame. */
    int fftLength() default 2048;

    /** The samples from a frame to the next. */
    int sequenceStride() default 512;

    /** The samples that the window covers, in the middle of a frame; 0 for fftLength. */
    int sequenceLength() default 0;

    /** What the samples of a frame are multiplied by: {@code HANN}, {@code HAMMING} or {@code NO_WINDOW}. */
    WindowFunction window() default WindowFunction.HANN;

    /** The samples of a second. */
    int samplingRate() default 16000;

    /** The number of bands. */
    int numMelBins() default 128;

    /** Where the lowest band begins, in hertz. */
    double minFreq() default 20.0;

    /** Where the highest band ends, in hertz; 0 for half of the sampling rate. */
    double maxFreq() default 0.0;

    /** Whether the result is in decibels over {@link #refPower}. */
    boolean powerToDb() default true;

    /** How far below the loudest of all bands, frames and examples of a batch decibels may lie; what is quieter is raised to that. As in Keras, an example may so depend on those beside it. */
    double topDb() default 80.0;

    /** The power of magnitudes that is summed: 2 for energy. */
    double magExp() default 2.0;

    /** The smallest power that is distinguished from none. */
    double minPower() default 1e-10;

    /** The power of 0 decibels. */
    double refPower() default 1.0;

    /** What only {@link MelSpectrogram} knows: its shape rule. */
    interface Rule extends LayerSpec, MelSpectrogramAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("fftLength", fftLength());
            checks.positive("sequenceStride", sequenceStride());
            checks.require(
                    sequenceLength() >= 0 && sequenceLength() <= fftLength(),
                    "sequenceLength",
                    sequenceLength(),
                    "between 1 and fftLength = " + fftLength() + ", or 0 for that");
            checks.require(
                    window() == WindowFunction.HANN
                            || window() == WindowFunction.HAMMING
                            || window() == WindowFunction.NO_WINDOW,
                    "window",
                    window(),
                    "HANN, HAMMING or NO_WINDOW, as in Keras");
            checks.positive("samplingRate", samplingRate());
            checks.positive("numMelBins", numMelBins());
            checks.require(minFreq() >= 0, "minFreq", minFreq(), "at least 0");
            checks.require(
                    maxFreq() == 0 || maxFreq() > minFreq(),
                    "maxFreq",
                    maxFreq(),
                    "above minFreq = " + minFreq() + ", or 0 for half of the sampling rate");
            checks.require(
                    maxFreq() != 0 || minFreq() < highest(),
                    "minFreq",
                    minFreq(),
                    "below half of samplingRate = " + samplingRate());
            checks.aboveZero("magExp", magExp());
            checks.aboveZero("minPower", minPower());
            checks.require(topDb() >= 0, "topDb", topDb(), "at least 0");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            Optional<Mismatch> wrong = Rules.first(
                    Rules.rank(inputs, 0, 1, "samples"), () -> Rules.floats(inputs, 0), () -> tooShort(inputs));
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            Dim samples = inputs.get(0).shape().dim(0);
            int margins = 2 * (fftLength() / 2);
            Dim frames = samples.plus(margins - fftLength())
                    .floorDividedBy(sequenceStride())
                    .plus(1);
            Shape made = new Shape(List.of(Dim.of(numMelBins()), frames));
            List<Assumption> assumptions =
                    Rules.atLeast(samples, least()).stream().toList();
            return Inference.type(inputs.get(0).withShape(made).withMask(false)).assuming(assumptions);
        }

        private Optional<Mismatch> tooShort(List<TensorType> inputs) {
            Dim samples = inputs.get(0).shape().dim(0);
            return samples.isKnown() && samples.size() < least()
                    ? Optional.of(new Mismatch.Empty(
                            0,
                            0,
                            "samples",
                            "samples - fftLength / 2",
                            samples + " - " + fftLength() / 2 + " = " + samples.plus(-(fftLength() / 2))))
                    : Optional.empty();
        }

        /** Half a frame is mirrored at each end, without the sample at the end. */
        private long least() {
            return fftLength() / 2 + 1L;
        }

        /** The samples that the window covers. */
        default int windowLength() {
            return sequenceLength() == 0 ? fftLength() : sequenceLength();
        }

        /** Where the highest band ends, in hertz. */
        default double highest() {
            return maxFreq() == 0 ? Math.floor(samplingRate() / 2.0) : maxFreq(); // a whole number, as in Keras
        }
    }
}
