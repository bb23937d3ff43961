package dev.plumb.samples.multitask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
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
}
