package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.Padding;
import dev.plumb.dsl.SpectrogramMode;
import dev.plumb.dsl.WindowFunction;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of spectrograms. */
final class SpectrogramRulesTest {

    @Test
    void shapesAreThoseOfKeras() {
        STFTSpectrogramLayer frames = Layers.stftSpectrogram().fftLength(512);
        assertEquals("(1249, 257)", infer(frames, TensorType.floats(160_000, 1)));
        assertEquals("(1250, 514)", infer(frames.padding(Padding.SAME), TensorType.floats(160_000, 2)));
        assertEquals(
                "(1250, 257, 3)", infer(frames.padding(Padding.SAME).expandDims(true), TensorType.floats(160_000, 3)));
        assertEquals("(1249, 514)", infer(frames.mode(SpectrogramMode.STFT), TensorType.floats(160_000, 1)));
        assertEquals(
                "(64, 63)",
                infer(Layers.melSpectrogram().numMelBins(64).sequenceStride(256), TensorType.floats(16_000)));
        assertEquals("(128, (n+512)/512)", infer(Layers.melSpectrogram(), named("n")));
    }

    @Test
    void aModeHasTheKernelsThatItNeeds() {
        STFTSpectrogramLayer frames = Layers.stftSpectrogram().frameLength(5);
        TensorType signal = TensorType.floats(20, 1);
        assertEquals("real_kernel (5, 1, 5), imag_kernel (5, 1, 5): 50", weights(frames, signal));
        assertEquals("real_kernel (5, 1, 5): 25", weights(frames.mode(SpectrogramMode.REAL), signal));
        assertEquals("imag_kernel (5, 1, 5): 25", weights(frames.mode(SpectrogramMode.IMAG), signal));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        STFTSpectrogramLayer frames = Layers.stftSpectrogram().frameLength(8);
        assertEquals(
                List.of("STFTSpectrogram has frameStep = 9: must be between 1 and frameLength = 8, or 0 for half of"
                        + " it"),
                validate(frames.frameStep(9)));
        assertEquals(
                List.of("STFTSpectrogram has frameLength = 1: must be at least 2, for its half to be a step, or"
                        + " frameStep = 1"),
                validate(frames.frameLength(1)));
        assertEquals(List.of(), validate(frames.frameLength(1).frameStep(1)));
        assertEquals(
                List.of("STFTSpectrogram has frameStep = 2: must be between 1 and frameLength = 1"),
                validate(frames.frameLength(1).frameStep(2)));
        assertEquals(
                List.of("STFTSpectrogram has frameLength = 0: must be at least 1"),
                validate(frames.frameLength(0).frameStep(4)));
        assertEquals(
                List.of("STFTSpectrogram has fftLength = 4: must be at least frameLength = 8, or 0 for the next power"
                        + " of two"),
                validate(frames.fftLength(4)));
        assertEquals(
                List.of("STFTSpectrogram has padding = CAUSAL: must be VALID or SAME"),
                validate(frames.padding(Padding.CAUSAL)));
        assertEquals(
                List.of("MelSpectrogram has window = BLACKMAN: must be HANN, HAMMING or NO_WINDOW, as in Keras"),
                validate(Layers.melSpectrogram().window(WindowFunction.BLACKMAN)));
        assertEquals(
                List.of("MelSpectrogram has maxFreq = 10.0: must be above minFreq = 20.0, or 0 for half of the sampling"
                        + " rate"),
                validate(Layers.melSpectrogram().maxFreq(10)));
        assertEquals(
                List.of("MelSpectrogram has minFreq = 8000.0: must be below half of samplingRate = 16000"),
                validate(Layers.melSpectrogram().minFreq(8000)));
        assertEquals(
                "MelSpectrogram needs an input of rank 1 (samples): 'x0' has rank 2, (9, 1)",
                infer(Layers.melSpectrogram(), TensorType.floats(9, 1)));
    }
}
