package dev.plumb.samples.residual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.samples.data.LinearRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class ResidualTest {
    @Test
    void aLoadedModelPredictsTheSame() {
        ResidualClassifierModel model = ResidualClassifierModel.create(42);
        INDArray x = new LinearRule(20, 10, 1).examples(50, 2);
        assertEquals(model.predict(x), ResidualSample.savedAndLoaded(model).predict(x));
    }
}
