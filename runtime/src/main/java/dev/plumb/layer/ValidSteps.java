package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ScatterAlong;
import java.util.List;

/**
 * Sequences whose valid steps come first, whatever the mask. A masked step changes nothing, so a recurrent layer may read the valid ones
 * without those between them, in their order; each step's output is then that after as many valid steps as there are up to it.
 */
final class ValidSteps {
    /** Valid steps up to each that is read, (batch, time), in the order of reading. */
    private final Var count;
    /** 1 where something valid was read, else 0; as the count. */
    private final Var started;

    /** How many valid steps there are, (batch, 1). */
    private final Var total;
    /** Where each step goes, as a row of (batch · time), in the order of time. */
    private final Var targets;
    /** Where each step comes from, likewise, in the order in which they are read. */
    private final Var sources;
    /** The row of each example's first step, (batch, 1). */
    private final Var begins;

    private final int batch;
    private final int time;

    private ValidSteps(Var mask, boolean backwards) {
        this.batch = mask.size(0);
        this.time = mask.size(1);
        Var valid = backwards ? mask.reverse(1) : mask;
        this.count = valid.cumulativeSum(1);
        this.started = count.greater(0);
        this.total = count.slice(1, time - 1, 1);
        Var at = mask.recorder().range(time).reshape(1, time);
        this.begins = mask.recorder().range(batch).times(time).reshape(batch, 1);
        // The masked steps follow the valid ones, in their order.
        Var after = total.plus(at).minus(count);
        Var place = valid.times(count.minus(1)).plus(valid.linear(-1, 1).times(after));
        Var order = at.broadcastTo(List.of(batch, time)).apply(new ScatterAlong(time), place.cast(DType.INT32));
        this.sources = rows(backwards ? order.subtractedFrom(time - 1) : order);
        this.targets = rows(backwards ? place.reverse(1) : place);
    }

    /**
     * By a mask over (batch, time), 1 for valid steps and 0 for padding.
     *
     * @param backwards whether the last step is read first
     */
    static ValidSteps of(Var mask, boolean backwards) {
        return new ValidSteps(mask, backwards);
    }

    /** The steps of (batch, time, features) in the order of reading, the valid ones first. */
    Var first(Var x) {
        // They only change places, so gradients go back the same way; to add them up one by one would take longer.
        return take(x, sources).withGradient(List.of(x), gradient -> List.of(take(gradient, targets)));
    }

    /** 1 for the steps that come after the valid ones, else 0, (batch, time, 1). */
    Var rest() {
        return count.recorder()
                .range(time)
                .reshape(1, time)
                .broadcastTo(List.of(batch, time))
                .greaterOrEqual(total)
                .reshape(batch, time, 1);
    }

    /** 1 for examples without a valid step, else 0, (batch, 1). */
    Var none() {
        return total.equalTo(0);
    }

    /**
     * The output of each step, in the order of reading or the opposite one: that of the last valid step up to it, 0 before the first.
     *
     * @param outputs of the steps as {@link #first} puts them
     */
    Var spread(Var outputs, boolean reversed) {
        Var upTo = reversed ? count.reverse(1) : count;
        Var begun = reversed ? started.reverse(1) : started;
        return take(outputs, rows(upTo.minus(1).maximum(0))).times(begun.reshape(batch, time, 1));
    }

    /** The output of the last valid step, (batch, units); 0 without one. */
    Var last(Var outputs) {
        Var row = rows(total.minus(1).maximum(0)).reshape(batch);
        return steps(outputs).gatherRows(row).times(total.greater(0));
    }

    private Var rows(Var places) {
        return begins.plus(places).cast(DType.INT32);
    }

    private Var take(Var x, Var rows) {
        return steps(x).gatherRows(rows);
    }

    private Var steps(Var x) {
        return x.reshape(batch * time, x.size(2));
    }
}
