package dev.plumb.layer;

import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was read in a loop.
 *
 * @param outputs (time, batch, …), in the order of time
 * @param backwards whether the last step was read first
 * @param last the output of the step that was read last
 * @param states the states after that step
 */
record LoopReading(Var outputs, boolean backwards, Var last, List<Var> states) implements Reading {
    @Override
    public Var sequence() {
        return swapped(backwards ? outputs.reverse(0) : outputs);
    }

    @Override
    public Var reversedSequence() {
        return swapped(backwards ? outputs : outputs.reverse(0));
    }

    /** (batch, time, …) as (time, batch, …), and the other way round. */
    static Var swapped(Var x) {
        List<Integer> axes = new ArrayList<>(List.of(1, 0));
        IntStream.range(2, x.rank()).forEach(axes::add);
        return x.transpose(axes.toArray(Integer[]::new));
    }
}
