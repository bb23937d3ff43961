package dev.plumb.engine.plan;

import dev.plumb.ops.op.AllGather;
import java.nio.ByteBuffer;

/** Writes what a part of a batch gives to all parts into its row of the array that they share. A stage of the plan ends with it. */
final class GatherKernel implements Kernel {
    private final ByteBuffer from;
    private final ByteBuffer to;
    private final int row;
    private final int bytes;
    /** The buffers do not keep the memory that they are views of: this does. */
    private final Work work;

    GatherKernel(AllGather op, Work work) {
        this.work = work;
        this.from = work.input(0).borrowBytes();
        this.to = work.output(0).borrowBytes();
        this.bytes = Math.toIntExact(work.input(0).type().bytes());
        this.row = Math.multiplyExact(op.index(), bytes);
    }

    @Override
    public void run() {
        to.put(row, from, 0, bytes);
    }

    @Override
    public String label() {
        return work.op().label() + " " + work.input(0).type();
    }

    @Override
    public String implementation() {
        return "plumb:gather";
    }
}
