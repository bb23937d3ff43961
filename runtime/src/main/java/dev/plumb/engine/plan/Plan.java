package dev.plumb.engine.plan;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.ops.op.ScatterAlong;
import dev.plumb.ops.op.TakeAlong;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program prepared for repeated runs: memory assigned, kernels bound. Not thread safe; several plans may share weights.
 */
public final class Plan {

    private final Program program;
    /** By value. */
    private final @Nullable Slot[] slots;

    private final Kernel[] prologue;
    private final Kernel[] kernels;
    /** Behind the last kernel of each stage. */
    private final int[] stageEnds;

    private final SizedKernel.Choice choice;
    private final PlanMemory memory;
    private final PlanResources resources;
    private final Runnable[] preparations;
    private boolean prologueDue = true;
    private long preparedVersion = -1;
    private boolean closed;

    Plan(
            Program program,
            @Nullable Slot[] slots,
            List<Kernel> prologue,
            List<Kernel> kernels,
            SizedKernel.Choice choice,
            PlanMemory memory,
            PlanResources resources) {
        this.program = program;
        this.slots = slots;
        this.prologue = prologue.toArray(new Kernel[0]);
        this.kernels = kernels.toArray(new Kernel[0]);
        this.stageEnds = stageEnds(this.kernels);
        this.choice = choice;
        this.memory = memory;
        this.resources = resources;
        this.preparations = resources.preparations();
    }

    /** Behind the gathers that stand together, and at the end. */
    private static int[] stageEnds(Kernel[] kernels) {
        int[] ends = new int[kernels.length + 1];
        int count = 0;
        for (int end = 1; end < kernels.length; end++) {
            if (kernels[end - 1] instanceof GatherKernel && !(kernels[end] instanceof GatherKernel)) {
                ends[count++] = end;
            }
        }
        ends[count++] = kernels.length;
        return Arrays.copyOf(ends, count);
    }

    /**
     * Prepares a program as it is: apply {@link dev.plumb.engine.pass.Passes} before. Weights that are not bound get zeroed
     * memory of their own. Its kernels run on the thread that runs the plan.
     *
     * @param providers who makes the kernels: each op goes to the first that has it
     * @throws IndexOutOfBoundsException if a binding does not hold its array
     * @throws UnsupportedOperationException if no provider has an op
     */
    public static Plan prepare(Program program, Bindings bindings, List<KernelProvider> providers) {
        return prepare(program, bindings, providers, 1);
    }

    /**
     * As {@link #prepare(Program, Bindings, List)}.
     *
     * @param threads among how many threads each kernel may divide its work
     */
    public static Plan prepare(Program program, Bindings bindings, List<KernelProvider> providers, int threads) {
        return new PlanBuilder(program, bindings, providers, true, threads).build();
    }

    /**
     * One plan for programs that are alike but for the sizes of some arrays: what is the same in all is prepared once, packed weights among it. Arrays begin at the same places in
     * each size; inputs, weights and outputs are those of the last program.
     *
     * @param bySize the largest last
     * @throws IllegalArgumentException if they differ in more, or something that follows from weights alone has several sizes
     */
    public static Plan prepareSizes(
            List<Program> bySize, Bindings bindings, List<KernelProvider> providers, int threads) {
        return new PlanBuilder(bySize, bindings, providers, true, threads).build();
    }

    /** The same with a place of its own for each array, to find out whether the sharing of places changes any result. */
    static Plan prepareApart(Program program, Bindings bindings, List<KernelProvider> providers) {
        return new PlanBuilder(program, bindings, providers, false, 1).build();
    }

    /**
     * Chooses a size for the runs that follow; at first it is the largest.
     *
     * @param size the index of a program of {@link #prepareSizes}
     */
    public void choose(int size) {
        choice.choose(size);
    }

    /**
     * Runs the program once: what depends on weights alone only if it is due, then the rest.
     *
     * @throws IndexOutOfBoundsException if an id or index of a gather or pick lies outside; outputs are then undefined
     * @throws IllegalStateException if the plan is closed
     */
    public void run() {
        begin();
        go();
    }

    /**
     * The same with weights that others write: what depends on them alone is computed again if they have another version than in the last such run.
     *
     * @param weightsVersion how often they were written
     */
    public void run(long weightsVersion) {
        begin(weightsVersion);
        go();
    }

    /**
     * What {@link #run(long)} begins with. All stages follow, in order.
     *
     * @param weightsVersion how often weights were written
     */
    public void begin(long weightsVersion) {
        if (weightsVersion != preparedVersion) {
            weightsChanged();
            preparedVersion = weightsVersion;
        }
        begin();
    }

    /** How many stages a run has: each but the last ends with what a part of a batch gives to the other parts. */
    public int stages() {
        return stageEnds.length;
    }

    /**
     * A stage of a run that has begun.
     *
     * @param index from 0
     */
    public void stage(int index) {
        if (index == 0) {
            prologueIfDue();
        }
        run(kernels, index == 0 ? 0 : stageEnds[index - 1], stageEnds[index]);
    }

    private static void run(Kernel[] kernels, int from, int end) {
        for (int kernel = from; kernel < end; kernel++) {
            kernels[kernel].run();
        }
    }

    /** What a run begins with; {@link #go} may follow several times. */
    void begin() {
        if (closed) {
            throw new IllegalStateException("this plan is closed");
        }
        for (Runnable preparation : preparations) {
            preparation.run();
        }
    }

    /** A run that has begun. */
    void go() {
        for (int index = 0; index < stageEnds.length; index++) {
            stage(index);
        }
    }

    private void prologueIfDue() {
        if (prologueDue) {
            run(prologue, 0, prologue.length);
            prologueDue = false;
        }
    }

    /**
     * Tells the plan that weights were written from outside since the last run, so that what depends on weights alone is
     * computed again. Not needed for weights that this plan assigns.
     */
    public void weightsChanged() {
        prologueDue = true;
    }

    /**
     * Where an input is to be written or a weight lies.
     *
     * @param variable as the program's trace recorded it
     * @throws NoSuchElementException if it is neither
     */
    public Slot slot(Var variable) {
        Value value = program.value(variable.id());
        if (value.kind() != Value.Kind.INPUT && value.kind() != Value.Kind.WEIGHT) {
            throw new NoSuchElementException(value + " is no input or weight of the program");
        }
        return slot(value);
    }

    /**
     * Where an output lies after a run.
     *
     * @param variable as the program's trace recorded it
     * @throws NoSuchElementException if it is none
     */
    public Slot output(Var variable) {
        return slot(program.output(variable.id()));
    }

    /** Where an input or weight lies, by its id. */
    Slot slot(int id) {
        return slot(program.value(id));
    }

    /** Where an output lies after a run, by the id that was recorded. */
    Slot outputSlot(int recorded) {
        return slot(program.output(recorded));
    }

    private Slot slot(Value value) {
        Slot slot = slots[value.id()];
        if (slot == null) {
            throw new IllegalStateException(value + " has no memory: no instruction makes it");
        }
        return slot;
    }

    /** What it runs, for listings. */
    public Program program() {
        return program;
    }

    /** What a run does, in order. Each may be run alone, to measure it. */
    public List<Kernel> kernels() {
        return List.of(kernels);
    }

    /**
     * Where those of its values lie that name places in arrays, and what these follow from: for who runs single kernels several times. A kernel that works in place makes other
     * numbers of its own, which are wrong places.
     */
    public List<ByteBuffer> borrowPlaces() {
        BitSet ids = new BitSet();
        List<Instruction> instructions = program.instructions();
        for (int index = instructions.size() - 1; index >= 0; index--) {
            Instruction instruction = instructions.get(index);
            if (readsPlaces(instruction.op())) {
                instruction.inputs().stream()
                        .filter(id -> program.value(id).type().dtype() == DType.INT32)
                        .forEach(ids::set);
            }
            if (instruction.outputs().stream().anyMatch(ids::get)) {
                instruction.outputs().forEach(ids::set);
                instruction.inputs().stream()
                        .filter(id -> program.value(id).kind() != Value.Kind.WEIGHT)
                        .forEach(ids::set);
            }
        }
        return ids.stream()
                .mapToObj(id -> slots[id])
                .filter(Objects::nonNull)
                .map(Slot::borrowBytes)
                .toList();
    }

    /** Whether integers that it reads are places in an array, which ends with an error if they are outside; a loop may have anything in it. */
    private static boolean readsPlaces(Op op) {
        Op base = op instanceof Fused fused ? fused.base() : op;
        return base instanceof Gather
                || base instanceof TakeAlong
                || base instanceof ScatterAdd
                || base instanceof ScatterAlong
                || base instanceof Loop;
    }

    /** What a run does first when weights have changed. */
    public List<Kernel> prologue() {
        return List.of(prologue);
    }

    /** Among how many threads each kernel may divide its work. */
    public int threads() {
        return resources.threads();
    }

    /** All native memory of this plan: inputs, arena, constants, what its kernels have of their own or share with those of other plans. */
    public long nativeBytes() {
        return resources.bytes();
    }

    /**
     * Frees the native memory and the native objects now, instead of when this is unreachable. Neither the plan nor its kernels can be run
     * any more; outputs, and buffers that were borrowed of a slot, must not be used.
     */
    public void close() {
        if (!closed) {
            release();
            Storage.returnToSystem();
        }
    }

    /** As {@link #close()}, but leaves it to the allocator when the system gets the memory back: for plans of a few kernels. */
    public void release() {
        if (!closed) {
            closed = true;
            resources.close();
        }
    }

    /** Size of the memory for temporaries and unbound outputs. */
    public long arenaBytes() {
        return memory.arena();
    }

    /** What its native memory is used for. */
    public PlanMemory memory() {
        return memory;
    }
}
