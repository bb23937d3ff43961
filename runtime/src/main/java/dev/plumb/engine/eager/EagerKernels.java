package dev.plumb.engine.eager;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Notes;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Single ops, prepared: a plan for each op and types of operands, used again whenever they come again. Small operands are copied into the
 * plan's memory and small results out of it, which takes less time than to bind a kernel anew; large ones are bound where they lie. What was
 * not used for long is closed when all together take too much memory. Safe for use by several threads, one of which runs at a time.
 */
public final class EagerKernels {
    /** What takes more is not copied: to copy this much takes about as long as to prepare a plan. */
    private static final long LARGEST_COPY = 1 << 18;

    private final List<KernelProvider> providers;
    private final ToIntFunction<Program> threads;
    private final long mostBytes;
    private final LinkedHashMap<Key, PreparedOp> plans = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** What a plan is specialised to; a place is that of what is bound, none of what is copied. */
    private record Key(Op op, List<ArrayType> operands, List<Optional<Place>> operandPlaces, List<Place> results) {}

    /**
     * None prepared yet.
     *
     * @param providers who makes the kernels
     * @param threads among how many threads the kernels of a program divide their work
     * @param mostBytes how much memory the plans may take together
     */
    public EagerKernels(List<KernelProvider> providers, ToIntFunction<Program> threads, long mostBytes) {
        this.providers = List.copyOf(providers);
        this.threads = threads;
        this.mostBytes = mostBytes;
    }

    /** The memory of all plans, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How many ops are prepared. */
    public synchronized int count() {
        return plans.size();
    }

    /** The types of an op's results. */
    List<ArrayType> results(Op op, List<ArrayType> operands) {
        return Notes.results(op, operands, providers, 1);
    }

    /**
     * Executes an op.
     *
     * @param fixed by operand: whether its memory outlives the recorder, as that of a weight: then it is bound whatever its size
     */
    synchronized List<Place> run(
            Op op, List<ArrayType> types, List<Place> operands, boolean[] fixed, List<ArrayType> results, Arena arena) {
        List<Place> made = new ArrayList<>(results.size());
        boolean isBound = false; // to bind one result is to bind all
        for (ArrayType result : results) {
            made.add(arena.take(result.bytes()));
            isBound |= isLarge(result);
        }
        boolean bindsArena = false;
        List<Optional<Place>> places = new ArrayList<>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            boolean large = isLarge(types.get(i));
            places.add(fixed[i] || large ? Optional.of(operands.get(i)) : Optional.empty());
            bindsArena |= large && !fixed[i];
        }
        if (bindsArena || isBound) {
            arena.lend();
        }
        Key key = new Key(op, types, places, isBound ? made : List.of());
        PreparedOp prepared = plans.get(key);
        if (prepared == null) {
            prepared = prepare(key);
            keep(key, prepared);
        }
        prepared.run(operands, made);
        return made;
    }

    private static boolean isLarge(ArrayType type) {
        return type.bytes() > LARGEST_COPY;
    }

    private PreparedOp prepare(Key key) {
        Trace trace = new Trace();
        Bindings bindings = Bindings.none().withChangingWeights();
        List<Var> operands = new ArrayList<>();
        for (int i = 0; i < key.operands().size(); i++) {
            ArrayType type = key.operands().get(i);
            Optional<Place> place = key.operandPlaces().get(i);
            if (place.isPresent()) {
                Var operand = trace.weight("operand " + i, type);
                bindings = bindings.weight(
                        operand, place.get().storage(), place.get().offset());
                operands.add(operand);
            } else {
                operands.add(trace.input("operand " + i, type));
            }
        }
        List<Var> results = trace.record(key.op(), operands);
        for (int i = 0; i < results.size(); i++) {
            trace.output("result " + i, results.get(i));
            if (!key.results().isEmpty()) {
                Place place = key.results().get(i);
                bindings = bindings.output(results.get(i), place.storage(), place.offset());
            }
        }
        Program program = key.op() instanceof Loop ? Passes.optimize(trace.finish()) : trace.finish();
        Plan plan = Plan.prepare(program, bindings, providers, threads.applyAsInt(program));
        PreparedOp prepared = new PreparedOp(plan, operands.size(), results.size());
        for (int i = 0; i < operands.size(); i++) {
            if (key.operandPlaces().get(i).isEmpty()) {
                prepared.copyOperand(i, plan.slot(operands.get(i)));
            }
        }
        for (int i = 0; i < results.size() && key.results().isEmpty(); i++) {
            prepared.copyResult(i, plan.output(results.get(i)));
        }
        return prepared;
    }

    private void keep(Key key, PreparedOp prepared) {
        plans.put(key, prepared);
        bytes += prepared.bytes();
        var oldest = plans.entrySet().iterator();
        while (bytes > mostBytes && plans.size() > 1) {
            PreparedOp dropped = oldest.next().getValue();
            oldest.remove();
            close(dropped);
        }
    }

    /** Closes the plans that are bound to what lies in this memory: nobody can use it any more. */
    synchronized void forget(Arena arena) {
        if (!arena.isLent()) {
            return;
        }
        plans.entrySet().removeIf(entry -> {
            boolean gone = isIn(entry.getKey(), arena);
            if (gone) {
                close(entry.getValue());
            }
            return gone;
        });
    }

    private static boolean isIn(Key key, Arena arena) {
        return key.results().stream().anyMatch(place -> arena.holds(place.storage()))
                || key.operandPlaces().stream()
                        .flatMap(Optional::stream)
                        .anyMatch(place -> arena.holds(place.storage()));
    }

    private void close(PreparedOp prepared) {
        bytes -= prepared.bytes();
        prepared.release();
    }

    /** Closes all plans: their memory is freed at once. Ops that are executed later prepare new ones. */
    public synchronized void close() {
        plans.values().forEach(this::close);
        plans.clear();
    }
}
