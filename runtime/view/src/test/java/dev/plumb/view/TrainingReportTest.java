package dev.plumb.view;

import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerInput;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.callback.EarlyStopping;
import dev.plumb.train.callback.LambdaCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The page that a training leaves. */
final class TrainingReportTest {
    @TempDir
    Path folder;

    private Path page() {
        return folder.resolve("training.html");
    }

    private String text() {
        try {
            return Files.readString(page());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theWholeTrainingIsOnOnePageThatNeedsNoNetwork() throws Exception {
        Lines.trainer("Line").fit(Lines.data(), Lines.fit(4).callbacks(TrainingReport.to(page())));
        String html = text();
        for (String part : List.of(
                "<h1>Training of Line</h1>",
                "Ended after 4 epochs",
                "<h2>Curves</h2>",
                "<h2>Graph</h2>",
                "Model: &quot;Line&quot;",
                "Optimizer params",
                "<th>optimizer</th><td>Adam(learning_rate = 0.01, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1E-7)</td>",
                "<th>loss of y</th><td>mean_squared_error</td>",
                "<th>metrics of y</th><td>mean_absolute_error</td>",
                "<th>batch size</th><td>8</td>",
                "<th>validation</th><td>on the last 20 % of the examples</td>",
                "<th>callbacks</th><td>TrainingReport</td>",
                "<th>cores</th>",
                "val_mean_absolute_error")) {
            assertTrue(html.contains(part), part + " is not in\n" + html);
        }
        assertEquals(2, html.split("<svg ", -1).length - 1);
        assertFalse(html.contains("<script"), "no script");
        assertFalse(
                html.replace("http://www.w3.org/2000/svg", "").matches("(?s).*(https?:|src=|@import|url\\().*"),
                "nothing is loaded");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(page()), files.toList(), "nothing is left beside it");
        }
    }

    @Test
    void itIsThereFromTheBeginningAndAfterEachEpoch() {
        List<String> seen = new ArrayList<>();
        Lines.trainer("Line")
                .fit(
                        Lines.data(),
                        Lines.fit(3)
                                .callbacks(
                                        TrainingReport.to(page()),
                                        LambdaCallback.onTrainBatchEnd(
                                                (training, epoch, batch, logs) -> seen.add(text())),
                                        LambdaCallback.onEpochEnd((training, epoch, logs) -> seen.add(text()))));
        assertTrue(seen.get(0).contains("The first epoch has not ended."));
        assertTrue(seen.get(2).contains("Epoch 1 of 3"), "after the first epoch");
        assertTrue(seen.get(2).contains("<h2>Curves</h2>"));
        assertTrue(seen.get(seen.size() - 1).contains("Epoch 3 of 3"));
    }

    @Test
    void itCanBeWrittenLessOften() {
        List<Boolean> hasCurves = new ArrayList<>();
        Lines.trainer("Line")
                .fit(
                        Lines.data(),
                        Lines.fit(3)
                                .callbacks(
                                        TrainingReport.to(page()).everyEpochs(2),
                                        LambdaCallback.onEpochEnd((training, epoch, logs) ->
                                                hasCurves.add(text().contains("<h2>Curves</h2>")))));
        assertEquals(List.of(false, true, true), hasCurves);
        assertTrue(text().contains("Ended after 3 epochs"));
    }

    @Test
    void anExceptionLeavesThePageOfWhatWas() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> Lines.trainer("Line")
                .fit(
                        Lines.data(),
                        Lines.fit(5)
                                .callbacks(
                                        TrainingReport.to(page()),
                                        LambdaCallback.onEpochEnd((training, epoch, logs) -> {
                                            if (epoch == 2) {
                                                throw new IllegalStateException("the power went out");
                                            }
                                        }))));
        assertEquals("the power went out", e.getMessage());
        assertTrue(text().contains("Ended by an error after 3 epochs, in epoch 3 of 5"), text());
        assertTrue(text().contains("<h2>Curves</h2>"));
    }

    @Test
    void aTrainingThatWasStoppedSaysAfterWhat() {
        Lines.trainer("Line")
                .fit(
                        Lines.data(),
                        Lines.fit(50)
                                .callbacks(
                                        TrainingReport.to(page()),
                                        EarlyStopping.monitor("val_loss").minDelta(100)));
        assertTrue(text().contains("Stopped after 2 epochs of 50"), text());
    }

    @Test
    void oneReportIsForOneTrainingAfterAnother() {
        Trainer<INDArray, INDArray> trainer = Lines.trainer("Line");
        TrainingReport report = TrainingReport.to(page());
        trainer.fit(Lines.data(), Lines.fit(3).callbacks(report));
        trainer.fit(Lines.data(), Lines.fit(2).callbacks(report));
        assertTrue(text().contains("Ended after 2 epochs"));
    }

    @Test
    void namesAreText() {
        Lines.trainer("<script>alert(1)</script>")
                .fit(
                        Lines.data(),
                        Lines.fit(2)
                                .callbacks(
                                        LambdaCallback.onEpochEnd(
                                                (training, epoch, logs) -> logs.put("<img src=x>", 1.0)),
                                        TrainingReport.to(page())));
        assertFalse(text().contains("<script"), "no script");
        assertFalse(text().contains("<img"), "no picture");
        assertTrue(text().contains("Training of &lt;script&gt;alert(1)&lt;/script&gt;"));
        assertTrue(text().contains("&lt;img src=x&gt;"));
    }

    @Test
    void whatCannotBeWrittenIsToldBeforeTraining() {
        assertEquals(
                "the report of a training is a page: name 'report.svg' .html; history.plot(…) and model.plot(…) draw pictures",
                assertThrows(IllegalArgumentException.class, () -> TrainingReport.to(Path.of("report.svg")))
                        .getMessage());
        TrainingReport report = TrainingReport.to(folder.resolve("missing/training.html"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Lines.trainer("Line")
                .fit(Lines.data(), Lines.fit(2).callbacks(report)));
        assertTrue(e.getMessage().endsWith("does not exist; create it first"), e.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> TrainingReport.to(page()).everyEpochs(0));
    }

    /** How its layers are wired only its code knows: the page has their table. */
    private static final class Coded extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(4).activation(TANH));
        private final EagerLayer sum = layer("sum", Layers.dense(1));

        Coded() {
            super(7);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return sum.call(context, hidden.call(context, x));
        }
    }

    @Test
    void aModelInCodeHasItsTableAndNoGraph() {
        new Coded()
                .trainer(EagerInput.array(), Adam.of(0.01), Losses.meanSquaredError())
                .fit(Lines.data(), Lines.fit(2).callbacks(TrainingReport.to(page())));
        assertTrue(text().contains("Training of Coded"), text());
        assertTrue(text().contains("hidden (Dense)"), text());
        assertTrue(text().contains("<th>optimizer</th><td>Adam("), text());
        assertFalse(text().contains("<h2>Graph</h2>"), text());
        assertTrue(text().contains("Ended after 2 epochs"), text());
    }
}
