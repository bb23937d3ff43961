package dev.plumb.samples.multitask;

import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MultiTaskTest {
    private final MultiTaskModel model = MultiTaskModel.create(42);

    @Test
    void bothOutputsLearn() {
        History history = model.trainer(Adam.of())
                .fit(
                        Articles.dataset(Articles.inputs(4000, 10)),
                        Fit.epochs(8).validationSplit(0.2).verbose(Verbosity.SILENT));
        assertTrue(history.last("val_sentiment_accuracy") > 0.8, history::toString);
        assertTrue(history.last("val_topic_accuracy") > 0.7, history::toString);
    }

    @Test
    void theLossIsTheSentimentsPlusHalfTheTopics() {
        Evaluation scores = model.trainer(Adam.of()).evaluate(Articles.dataset(Articles.inputs(256, 10)));
        assertEquals(scores.get("sentiment_loss") + 0.5 * scores.get("topic_loss"), scores.loss(), 1e-5);
    }

    @Test
    void outputsAreReadByTheirNames() {
        MultiTaskModel.Outputs outputs = model.predict(Articles.inputs(7, 1));
        assertArrayEquals(new long[] {7, 1}, outputs.sentiment().shape());
        assertArrayEquals(new long[] {7, 5}, outputs.topic().shape());
    }

    @Test
    void lossesGoByTheirNames() {
        Evaluation named = model.training()
                .sentiment(BINARY_CROSSENTROPY, ACCURACY)
                .topic(SPARSE_CATEGORICAL_CROSSENTROPY, 0.5)
                .optimizer(Adam.of())
                .evaluate(Articles.dataset(Articles.inputs(64, 3)));
        Evaluation made = model.training()
                .sentiment(Losses.binaryCrossentropy(), ACCURACY)
                .topic(Losses.sparseCategoricalCrossentropy(), 0.5)
                .optimizer(Adam.of())
                .evaluate(Articles.dataset(Articles.inputs(64, 3)));
        assertEquals(made.values(), named.values());
    }

    @Test
    void predictionsAreTheSameWhoeverLooksAtTheirProgress() {
        PrintStream terminal = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        MultiTaskModel.Outputs watched;
        try {
            System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
            watched = model.predict(Articles.inputs(300, 1), Verbosity.LINES);
        } finally {
            System.setOut(terminal);
        }
        assertTrue(shown.toString(StandardCharsets.UTF_8).contains("3/3"), shown.toString(StandardCharsets.UTF_8));
        assertEquals(model.predict(Articles.inputs(300, 1)).topic(), watched.topic());
    }
}
