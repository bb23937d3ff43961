package dev.plumb.layer;

import dev.plumb.dsl.WindowScaling;
import dev.plumb.dsl.layer.MelSpectrogramLayer;
import dev.plumb.dsl.layer.STFTSpectrogramLayer;
import dev.plumb.graph.rule.FourierKernel;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Window;
import java.nio.FloatBuffer;
import java.util.List;

/** Spectra of frames of signals: convolutions with the real and the imaginary part of a Fourier transform. */
final class Spectrograms {
    /** Keras takes no smaller powers and magnitudes. */
    private static final float SMALLEST = 1e-7f;

    private static final double LN_10 = Math.log(10);

    private Spectrograms() {}

    static Var stft(STFTSpectrogramLayer spec, LayerContext context, Var x) {
        return beside(
                spec,
                x,
                switch (spec.mode()) {
                    case REAL -> part(spec, context, x, "real_kernel");
                    case IMAG -> part(spec, context, x, "imag_kernel");
                    case STFT ->
                        part(spec, context, x, "real_kernel").concatenate(-1, part(spec, context, x, "imag_kernel"));
                    case ANGLE ->
                        Angles.atan2(part(spec, context, x, "imag_kernel"), part(spec, context, x, "real_kernel"));
                    case PSD -> twiceBetweenEnds(power(spec, context, x));
                    case MAGNITUDE -> magnitude(power(spec, context, x));
                    case LOG ->
                        magnitude(power(spec, context, x)).maximum(SMALLEST).log();
                });
    }

    private static Var power(STFTSpectrogramLayer spec, LayerContext context, Var x) {
        return part(spec, context, x, "real_kernel")
                .square()
                .plus(part(spec, context, x, "imag_kernel").square());
    }

    private static Var magnitude(Var power) {
        return power.maximum(SMALLEST).sqrt();
    }

    /** The first and the last frequency stand for themselves, each other one for its negative, too. */
    private static Var twiceBetweenEnds(Var power) {
        int frequencies = power.size(-1);
        if (frequencies <= 2) {
            return power;
        }
        float[] factors = new float[frequencies];
        for (int i = 0; i < frequencies; i++) {
            factors[i] = i == 0 || i == frequencies - 1 ? 1 : 2;
        }
        return power.times(power.recorder().constant(ArrayType.float32(frequencies), Literal.of(factors)));
    }

    /** Each channel as a signal of its own, by a kernel: (batch · channels, time', frequencies). */
    private static Var part(STFTSpectrogramLayer spec, LayerContext context, Var x, String kernel) {
        int channels = x.size(2);
        Var signals = (channels == 1 ? x : x.transpose(0, 2, 1)).reshape(x.size(0) * channels, x.size(1), 1);
        return signals.apply(new Convolution(Windows.over(spec.frames(), x), 1), context.weight(kernel));
    }

    /** What was made of each channel, beside what was made of the others. */
    private static Var beside(STFTSpectrogramLayer spec, Var x, Var made) {
        int channels = x.size(2);
        int time = made.size(1);
        int numbers = made.size(2);
        if (channels == 1) {
            return spec.expandDims() ? made.reshape(x.size(0), time, numbers, 1) : made;
        }
        Var each = made.reshape(x.size(0), channels, time, numbers);
        return spec.expandDims()
                ? each.transpose(0, 2, 3, 1)
                : each.transpose(0, 2, 1, 3).reshape(x.size(0), time, channels * numbers);
    }

    static Var mel(MelSpectrogramLayer spec, LayerContext context, Var x) {
        int half = spec.fftLength() / 2;
        int frames = (x.size(1) + 2 * half - spec.fftLength()) / spec.sequenceStride() + 1;
        int covered = (frames - 1) * spec.sequenceStride() + spec.windowLength();
        // where the window of the first frame begins; of magnitudes it does not matter where a frame does
        int first = (spec.fftLength() - spec.windowLength()) / 2;
        Var signal = mirrored(x, half).slice(1, first, covered).expandDims(-1);
        Var power = transformed(spec, signal, false)
                .square()
                .plus(transformed(spec, signal, true).square());
        Var bands = raised(power, spec.magExp() / 2).matmul(triangles(spec, x));
        Var loudness = spec.powerToDb() ? decibels(spec, context, bands) : bands;
        return loudness.transpose(0, 2, 1);
    }

    /** The window of an odd length is symmetric, as that of TensorFlow is. */
    private static Var transformed(MelSpectrogramLayer spec, Var signal, boolean imaginary) {
        int frequencies = spec.fftLength() / 2 + 1;
        float[] numbers = new float[Math.multiplyExact(spec.windowLength(), frequencies)];
        new FourierKernel(
                        imaginary,
                        spec.windowLength(),
                        frequencies,
                        spec.fftLength(),
                        spec.window(),
                        WindowScaling.UNSCALED,
                        spec.windowLength() % 2 == 0)
                .write(FloatBuffer.wrap(numbers));
        Var kernel =
                signal.recorder().constant(ArrayType.float32(spec.windowLength(), 1, frequencies), Literal.of(numbers));
        Window window = new Window(List.of(spec.sequenceStride()), List.of(1), List.of(0), List.of(0));
        return signal.apply(new Convolution(window, 1), kernel);
    }

    private static Var raised(Var power, double exponent) {
        if (exponent == 1) {
            return power;
        }
        return exponent == 0.5 ? power.sqrt() : power.pow((float) exponent);
    }

    /** With as many samples as said at each end, mirrored at the first and the last. */
    private static Var mirrored(Var x, int margin) {
        if (margin == 0) {
            return x;
        }
        int samples = x.size(1);
        Var before = x.slice(1, 1, margin).reverse(1);
        Var after = x.slice(1, samples - 1 - margin, margin).reverse(1);
        return before.concatenate(1, x, after);
    }

    /** What each frequency counts for each band: (frequencies, bands). */
    private static Var triangles(MelSpectrogramLayer spec, Var x) {
        int frequencies = spec.fftLength() / 2 + 1;
        int bands = spec.numMelBins();
        double lowest = mel(spec.minFreq());
        double width = (mel(spec.highest()) - lowest) / (bands + 1);
        float[] factors = new float[Math.multiplyExact(frequencies, bands)];
        for (int frequency = 1; frequency < frequencies; frequency++) {
            double place = (mel(spec.samplingRate() / 2.0 * frequency / (frequencies - 1)) - lowest) / width;
            for (int band = 0; band < bands; band++) {
                double height = Math.min(place - band, band + 2 - place);
                factors[frequency * bands + band] = (float) Math.max(0, height);
            }
        }
        return x.recorder().constant(ArrayType.float32(frequencies, bands), Literal.of(factors));
    }

    /** A frequency on the mel scale, as the Hidden Markov Model Toolkit has it. */
    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }

    private static Var decibels(MelSpectrogramLayer spec, LayerContext context, Var bands) {
        double reference = 10 * Math.log10(Math.max(Math.abs(spec.refPower()), spec.minPower()));
        Var loudness = bands.maximum((float) spec.minPower()).log().linear((float) (10 / LN_10), (float) -reference);
        Var own = loudness.max();
        Var loudest = context.parts() == 1 ? own : context.ofAllParts(own).max();
        return loudness.maximum(loudest.minus((float) spec.topDb()));
    }
}
