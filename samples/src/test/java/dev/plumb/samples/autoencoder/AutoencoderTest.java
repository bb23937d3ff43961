package dev.plumb.samples.autoencoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.build.Summary;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.digits.Digits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class AutoencoderTest {
    private final Digits digits = Digits.load();

    @Test
    void theEncoderHasItsShareOfTheWeights() {
        AutoencoderModel.Encoder encoder = AutoencoderModel.create(1).encoder();
        assertEquals(237_984, encoder.network().graph().parameters());
        assertTrue(Summary.of(encoder.network().graph()).text().contains("237,984"));
    }

    @Test
    void theEncoderFollowsTheTrainingOfTheWhole() {
        DigitCodeModel model = DigitCodeModel.create(42);
        DigitCodeModel.Encoder encoder = model.encoder();
        INDArray images = digits.test().flat();
        INDArray before = encoder.predict(images);
        double loss = AutoencoderSample.train(model, digits, 10, Verbosity.SILENT);
        assertTrue(loss < 0.45, "loss " + loss);
        INDArray after = encoder.predict(images);
        assertTrue(before.distance2(after) > 1);
        assertEquals(model.network().upTo("code").predict(List.of(images)).get(0), after);
        assertEquals(model.predict(images), model.decoder().predict(after));
    }

    @Test
    void aTrainedCodeReadsDigitsFromFewExamples() {
        DigitCodeModel model = DigitCodeModel.create(42);
        AutoencoderSample.train(model, digits, 40, Verbosity.SILENT);
        INDArray code = model.encoder().predict(digits.test().flat());
        double accuracy = AutoencoderSample.accuracy(AutoencoderSample.reader(model), digits);
        assertTrue(accuracy > 0.7, "accuracy " + accuracy);
        assertEquals(code, model.encoder().predict(digits.test().flat()));
    }
}
