package dev.plumb.view;

import dev.plumb.runtime.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Histories to draw. */
final class Histories {
    private Histories() {}

    /** A training that overfits, whose accuracy is validated after each second epoch. */
    static History overfitting(int epochs) {
        return History.of(IntStream.range(0, epochs).mapToObj(Histories::epoch).toList());
    }

    private static History.Epoch epoch(int epoch) {
        Map<String, Double> values = new HashMap<>();
        values.put("loss", 2 * Math.exp(-epoch / 5.0) + 0.1);
        values.put("val_loss", 2 * Math.exp(-epoch / 5.0) + 0.15 + epoch * 0.012);
        values.put("accuracy", 1 - Math.exp(-epoch / 4.0) * 0.8);
        if (epoch % 2 == 1) {
            values.put("val_accuracy", 0.94 - Math.exp(-epoch / 4.0) * 0.8);
        }
        values.put("learning_rate", Math.pow(10, -epoch / 5.0));
        return new History.Epoch(epoch, values);
    }

    /** One of these values alone, epoch after epoch. */
    static History of(String key, double... values) {
        List<History.Epoch> epochs = IntStream.range(0, values.length)
                .mapToObj(epoch -> new History.Epoch(epoch, Map.of(key, values[epoch])))
                .toList();
        return History.of(epochs);
    }
}
