package dev.plumb.train.loss;

import dev.plumb.dsl.DType;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import java.util.List;

/**
 * Connectionist temporal classification: A. Graves and others 2006. The forward pass in logarithms, unrolled over time; the backward pass is its
 * gradient.
 */
public final class TemporalClassification {
    /** What cannot be: leaves nothing of an exponential, and stays finite in sums. */
    private static final float NEVER = -1e30f;

    private TemporalClassification() {}

    /**
     * The negative logarithm of the probability of a row of labels, by all ways to spread them over time with blanks between.
     *
     * @param logits (batch, time, classes); class 0 is the blank
     * @param labels (batch, length), int32; zeros at the end fill shorter rows
     * @return (batch); infinite where time is too short for the labels
     */
    public static Var loss(Var logits, Var labels) {
        int batch = logits.size(0);
        int time = logits.size(1);
        int length = labels.size(1);
        int states = 2 * length + 1;
        Recorder recorder = logits.recorder();
        // A blank before each label and one at the end.
        Var numbers = labels.cast(DType.FLOAT32);
        Var blanks = numbers.fillLike(0);
        Var row = Var.stack(-1, List.of(blanks, numbers))
                .reshape(batch, 2 * length)
                .concatenate(1, recorder.zeros(batch, 1));
        // A blank may be left out between two labels that differ.
        Var skips = row.notEqualTo(shifted(row, 2, 0)).times(row.notEqualTo(0)).linear(-NEVER, NEVER);
        Var classes = row.expandDims(1).broadcastTo(batch, time, states).cast(DType.INT32);
        Var emitted = logits.logSoftmax(-1).takeAlongAxis(classes, 2);
        Var start = recorder.range(states).less(2).linear(-NEVER, NEVER);
        Var reached = emitted.get(1, 0).plus(start);
        for (int step = 1; step < time; step++) {
            Var moved = shifted(reached, 1, NEVER);
            Var skipped = shifted(reached, 2, NEVER).plus(skips);
            reached = sum(List.of(reached, moved, skipped)).plus(emitted.get(1, step));
        }
        // At the end all labels have been, and perhaps the blank behind them.
        Var last = numbers.notEqualTo(0).sum(true, 1).times(2);
        Var state = recorder.range(states).expandDims(0).broadcastTo(batch, states);
        Var ends = state.lessOrEqual(last).times(state.greaterOrEqual(last.minus(1)));
        Var likely = reached.where(ends, NEVER).logSumExp(1);
        return recorder.constant(Float.POSITIVE_INFINITY).where(likely.less(NEVER / 2), likely.negated());
    }

    /** The states that many later; the first ones get a value. */
    private static Var shifted(Var states, int by, float value) {
        int count = states.size(1);
        return by >= count
                ? states.fillLike(value)
                : states.slice(1, 0, count - by).pad(List.of(0, by), List.of(0, 0), value);
    }

    /** ln(e^a + e^b + e^c). */
    private static Var sum(List<Var> ways) {
        return Var.stack(0, ways).logSumExp(0);
    }
}
