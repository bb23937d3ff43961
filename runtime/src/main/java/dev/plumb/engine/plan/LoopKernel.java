package dev.plumb.engine.plan;

import dev.plumb.engine.LoopProgram;
import dev.plumb.engine.Program;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the plan of a step as often as a loop says. States, what a step reads of stacked operands and what is kept of it are copied: a few kilobytes,
 * beside which the kernels' work is much. So kernels of every kind stay bound to one place.
 */
final class LoopKernel implements Kernel {
    private final Loop loop;
    private final Plan step;
    /** Whether what is captured only changes when weights are written from outside. */
    private final boolean stable;

    private final Move[] starts;
    private final Move[] before;
    private final Move[] after;
    private final Move[] ends;
    /** The buffers do not keep the memory that they are views of: these do. */
    private final List<Slot> slots;

    /** A copy, of which one end may be stacked: then it moves on with the steps. */
    private record Move(ByteBuffer from, int fromStride, ByteBuffer to, int toStride, int bytes) {
        static Move whole(Slot from, Slot to) {
            return new Move(from.borrowBytes(), 0, to.borrowBytes(), 0, bytes(to));
        }

        static Move read(Slot stacked, Slot part) {
            return new Move(stacked.borrowBytes(), bytes(part), part.borrowBytes(), 0, bytes(part));
        }

        static Move keep(Slot part, Slot stacked) {
            return new Move(part.borrowBytes(), 0, stacked.borrowBytes(), bytes(part), bytes(part));
        }

        private static int bytes(Slot slot) {
            return Math.toIntExact(slot.type().bytes());
        }

        void step(int index) {
            to.put(index * toStride, from, index * fromStride, bytes);
        }
    }

    private LoopKernel(Loop loop, Work work, Plan step, boolean stable, PlanResources spare) {
        this.loop = loop;
        this.step = step;
        this.stable = stable;
        this.slots = new ArrayList<>(work.inputs());
        slots.addAll(work.outputs());
        LoopBody body = loop.body();
        List<Move> atStart = new ArrayList<>();
        List<Move> first = new ArrayList<>();
        List<Move> last = new ArrayList<>();
        List<Move> atEnd = new ArrayList<>();
        Set<Integer> read = read(step.program());
        for (int id = body.states(); id < body.states() + body.slices(); id++) {
            if (read.contains(id)) {
                first.add(Move.read(work.input(id), step.slot(id)));
            }
        }
        for (int index = 0; index < body.stacked().size(); index++) {
            int id = body.stacked().get(index);
            Slot to = work.output(body.states() + index);
            (body.isState(id) ? first : last)
                    .add(Move.keep(body.isState(id) ? step.slot(id) : step.outputSlot(id), to));
        }
        List<Move> later = new ArrayList<>();
        for (int state = 0; state < body.states(); state++) {
            Slot place = step.slot(state);
            Slot next = step.outputSlot(body.next().get(state));
            atStart.add(Move.whole(work.input(state), place));
            atEnd.add(Move.whole(place, work.output(state)));
            if (next.storage() != place.storage()) {
                later.add(Move.whole(next, place));
            } else if (next.offset() != place.offset()) {
                // Another state, or a part of the input: it is taken before any state is written.
                Slot between = new Slot(next.type(), spare.allocate(next.type().bytes()), 0);
                last.add(Move.whole(next, between));
                later.add(Move.whole(between, place));
            }
        }
        last.addAll(later);
        this.starts = atStart.toArray(Move[]::new);
        this.before = first.toArray(Move[]::new);
        this.after = last.toArray(Move[]::new);
        this.ends = atEnd.toArray(Move[]::new);
    }

    /**
     * Adds the kernel of a loop.
     *
     * @param providers who makes the kernels of the step
     * @param sharing whether arrays of the step share places where their lifetimes allow it
     */
    static void add(Loop loop, Work work, List<KernelProvider> providers, boolean sharing, KernelList kernels) {
        LoopBody body = loop.body();
        Bindings bindings = Bindings.none();
        boolean stable = true;
        for (int index = 0; index < body.operands(); index++) {
            int id = body.operand(index);
            if (!body.isState(id) && !body.isSlice(id)) {
                bindings = bindings.weight(id, work.input(index));
                stable &= work.isStable(index);
            }
        }
        PlanResources resources = kernels.resources();
        Plan step = new PlanBuilder(LoopProgram.of(body), bindings, providers, sharing, resources.threads()).build();
        resources.whenClosed(step::release);
        resources.count(step.nativeBytes());
        LoopKernel kernel = new LoopKernel(loop, work, step, stable, resources);
        if (stable && !work.prologue()) {
            kernels.add(kernel.new Renewal(), true);
        }
        kernels.add(kernel, work.prologue());
    }

    @Override
    public void run() {
        try {
            for (Move start : starts) {
                start.step(0);
            }
            if (!stable) {
                step.weightsChanged();
            }
            step.begin();
            for (int done = 0; done < loop.steps(); done++) {
                int index = loop.reverse() ? loop.steps() - 1 - done : done;
                for (Move move : before) {
                    move.step(index);
                }
                step.go();
                for (Move move : after) {
                    move.step(index);
                }
            }
            for (Move end : ends) {
                end.step(0);
            }
        } finally {
            Reference.reachabilityFence(slots);
        }
    }

    @Override
    public String label() {
        return loop.title() + ", each of " + step.kernels().size() + " kernels";
    }

    @Override
    public String implementation() {
        return "loop";
    }

    @Override
    public List<Kernel> parts() {
        return step.kernels();
    }

    /** What the step makes of weights alone is made again. */
    private final class Renewal implements Kernel {
        @Override
        public void run() {
            step.weightsChanged();
        }

        @Override
        public String label() {
            return "weights of a loop changed";
        }

        @Override
        public String implementation() {
            return "loop";
        }

        @Override
        public List<Kernel> parts() {
            return step.prologue();
        }
    }

    /** What instructions read, or is given out as it came. */
    private static Set<Integer> read(Program program) {
        Set<Integer> read = new HashSet<>();
        for (Instruction instruction : program.instructions()) {
            read.addAll(instruction.inputs());
        }
        program.outputs().forEach(output -> read.add(output.id()));
        return read;
    }
}
