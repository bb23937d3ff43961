package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The losses and metrics that Keras compiled a model with are those of its outputs here, or are named. */
final class CompiledOutputsTest {
    @TempDir
    Path folder;

    @Test
    void lossesAndMetricsAreOnTheOutputs() {
        KerasModel model = KerasModel.read(SavedModels.file("compiled.keras"));
        assertEquals(
                List.of(
                        new Draft.Output(
                                "topic",
                                Optional.of(new Loss.Spec(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, 0.5, false, 0)),
                                List.of(Metric.ACCURACY)),
                        new Draft.Output(
                                "spam",
                                Optional.of(new Loss.Spec(LossFunction.BINARY_CROSSENTROPY, 1, false, 0.1)),
                                List.of(Metric.AUC, Metric.ACCURACY)),
                        new Draft.Output(
                                "price",
                                Optional.of(new Loss.Spec(LossFunction.MEAN_ABSOLUTE_ERROR, 2, false, 0)),
                                List.of(Metric.MSE)),
                        new Draft.Output("free", Optional.empty(), List.of())),
                model.draft().outputs());
        assertEquals(
                List.of(
                        "output 'topic': a metric is left out: sparse_top_k_categorical_accuracy has k = 2, which an"
                                + " annotation cannot say",
                        "output 'free': the loss is left out: tversky has alpha = 0.3, which an annotation cannot say"),
                model.notes());
    }

    @Test
    void aModelThatWasNotCompiledHasNone() {
        KerasModel model = KerasModel.read(FixtureModels.file("mlp", folder));
        assertTrue(model.notes().isEmpty() && !model.isCompiled());
        assertTrue(model.draft().outputs().get(0).loss().isEmpty());
    }
}
