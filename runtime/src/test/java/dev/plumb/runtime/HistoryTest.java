package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Histories and evaluations read as in Keras. */
final class HistoryTest {
    @Test
    void historyAndEvaluationAreInTheOrderOfKeras() {
        History history = History.of(List.of(
                new History.Epoch(0, Map.of("val_loss", 2.0, "loss", 3.0, "accuracy", 0.5)),
                new History.Epoch(1, Map.of("val_loss", 1.0, "loss", 2.0, "accuracy", 0.6))));
        assertEquals(List.of("accuracy", "loss", "val_loss"), List.copyOf(history.keys()));
        assertEquals(List.of(3.0, 2.0), history.get("loss"));
        assertEquals(1.0, history.last("val_loss"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> history.get("los"));
        assertEquals(
                "the history has no 'los', did you mean 'loss'? It has [accuracy, loss, val_loss]", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> history.get("precision"));
        assertEquals("the history has no 'precision'. It has [accuracy, loss, val_loss]", e.getMessage());
        assertEquals(
                "accuracy: 0.9827 - loss: 5.4100e-04",
                Evaluation.of(new TreeMap<>(Map.of("loss", 0.000541, "accuracy", 0.9827)))
                        .toString());
    }
}
