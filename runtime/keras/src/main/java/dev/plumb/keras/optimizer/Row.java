package dev.plumb.keras.optimizer;

import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.train.Optimizer;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimizer, which has the same name on both sides.
 *
 * @param standard the optimizer with Keras's defaults: what a file does not say
 * @param maker makes it of its options
 * @param blocks the order in which Keras has its arrays: those of a block lie together, weight by weight; names are those of our slots
 */
record Row(Optimizer standard, Maker maker, List<List<String>> blocks) {
    Row {
        blocks = List.copyOf(blocks);
    }

    /** Makes an optimizer of what Keras says of it. */
    interface Maker {
        Optimizer make(LearningRateSchedule rate, Hyperparameters numbers) throws NoCounterpart;
    }

    /** The numbers that define an optimizer, by their names in Keras. */
    interface Hyperparameters {
        double number(String name) throws NoCounterpart;

        boolean isTrue(String name) throws NoCounterpart;
    }

    /** An optimizer whose arrays are one block. */
    static Row of(Optimizer standard, Maker maker, String... slots) {
        return new Row(standard, maker, List.of(List.of(slots)));
    }

    /** The same, with a block behind. */
    Row then(String... slots) {
        List<List<String>> all = new ArrayList<>(blocks);
        all.add(List.of(slots));
        return new Row(standard, maker, all);
    }

    String name() {
        return standard.name();
    }
}
