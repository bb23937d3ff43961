package dev.plumb.compile;

import dev.plumb.engine.team.DetachedThread;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The prediction plans of a model. Any number of threads: each takes a plan of the size that it needs, runs it, and gives it back. Only so
 * many have one at the same time as keep all cores busy; the others wait, so that a burst of threads needs no memory for each.
 */
public final class PredictPlans {

    private final Execution execution;
    private final Function<Sizes, PredictPlan> maker;
    /** Of plans for the first predictions. */
    private final Function<Sizes, PredictPlan> firstMaker;

    private final FirstPredictions first = new FirstPredictions();
    private final Turns turns;
    private final ReentrantLock lock = new ReentrantLock();
    /** Enough for the powers of two, at which a large network is predicted. */
    private final IdlePlans<PredictPlan> idle = IdlePlans.ofHeap(0.25);

    /** The sizes of single examples, of those whose threads follow from the work, at which kernels are divided among all cores. */
    private final Set<Sizes> divided = ConcurrentHashMap.newKeySet();

    private volatile Sizes single;

    private final Supplier<BatchSizes> estimate;
    /** Estimated for the first prediction of several examples. */
    private volatile @Nullable BatchSizes batchSizes;

    /** The outputs of a model. */
    public PredictPlans(Graph graph, WeightStore weights, Execution execution) {
        this(graph, weights, execution, most());
    }

    /** The outputs of a model as they are in training. */
    public static PredictPlans training(Graph graph, WeightStore weights, Execution execution) {
        return new PredictPlans(graph, weights, execution, PredictProgram::training, most());
    }

    /**
     * The value of a tensor, and the gradient of the first output for it: of the sum of that output times an array of its shape, which is the
     * last input.
     */
    public static PredictPlans gradient(Graph graph, TensorName tensor, WeightStore weights, Execution execution) {
        return new PredictPlans(
                graph, weights, execution, (bound, sizes) -> PredictProgram.gradient(bound, tensor, sizes), most());
    }

    /** The values of tensors, as floats, in inference mode. */
    public static PredictPlans values(Graph graph, List<TensorName> tensors, WeightStore weights, Execution execution) {
        return new PredictPlans(
                graph, weights, execution, (bound, sizes) -> PredictProgram.values(bound, tensors, sizes), most());
    }

    private static int most() {
        return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    }

    PredictPlans(Graph graph, WeightStore weights, Execution execution, int most) {
        this(graph, weights, execution, PredictProgram::of, most, () -> BatchSizes.of(graph));
    }

    private PredictPlans(Graph graph, WeightStore weights, Execution execution, PredictProgram.Maker maker, int most) {
        this(graph, weights, execution, maker, most, () -> BatchSizes.UNKNOWN);
    }

    private PredictPlans(
            Graph graph,
            WeightStore weights,
            Execution execution,
            PredictProgram.Maker maker,
            int most,
            Supplier<BatchSizes> estimate) {
        this(
                sizes -> new KernelPredictPlan(maker.of(sizes.bind(graph), sizes), weights, sizes),
                sizes -> KernelPredictPlan.first(maker.of(sizes.bind(graph), sizes), weights, sizes),
                execution,
                most,
                estimate);
    }

    /** Plans that somebody else prepares. */
    public PredictPlans(Function<Sizes, PredictPlan> maker, Execution execution) {
        this(maker, maker, execution, most(), () -> BatchSizes.UNKNOWN);
    }

    private PredictPlans(
            Function<Sizes, PredictPlan> maker,
            Function<Sizes, PredictPlan> firstMaker,
            Execution execution,
            int most,
            Supplier<BatchSizes> estimate) {
        this.maker = maker;
        this.firstMaker = firstMaker;
        this.estimate = estimate;
        this.execution = execution;
        this.turns = new Turns(most, Threads.cores());
        this.single = sizes(1, Map.of());
    }

    /** The sizes of one example of a graph without symbolic sizes. */
    public Sizes single() {
        Sizes sizes = single;
        if (!execution.fits(sizes)) {
            sizes = sizes(1, Map.of());
            single = sizes;
        }
        return sizes;
    }

    /** The sizes of so many examples, while these layers are frozen. */
    public Sizes sizes(int batch, Map<String, Long> names, Set<String> frozen) {
        return execution.sizes(batch, names, Optional.of(frozen), Scoring.STATED);
    }

    /** The sizes of so many examples. */
    public Sizes sizes(int batch, Map<String, Long> names) {
        return execution.sizes(batch, names, Optional.empty(), Scoring.STATED);
    }

    /** A plan for these sizes that is the caller's own, to be closed by it. Others may run such plans at the same time, so a single example leaves the other cores to them. */
    public PredictPlan own(Sizes sizes) {
        return maker.apply(sizes.besideOthers());
    }

    /**
     * A plan for these sizes, for the caller alone until it is released, and a turn with it. While others predict, that of a large example is one that leaves the other cores to them. A thread that has one must not ask for another.
     */
    public PredictPlan acquire(Sizes sizes) {
        boolean isAlone = !turns.take();
        PredictPlan prepared = null;
        try {
            prepared = plan(sizes, isAlone);
            return prepared;
        } finally {
            if (prepared == null) {
                turns.end();
            }
        }
    }

    /** Gives a plan back, and its turn. */
    public void release(Sizes sizes, PredictPlan plan) {
        try {
            keep(sizes, plan);
        } finally {
            turns.end();
        }
    }

    /** Waits until the caller may compute so many examples, with one plan after the other until the turn is closed. A thread that has one must not ask for another. */
    public Turn turn(int examples) {
        BatchSizes known = batchSizes();
        boolean isAlone = !turns.take();
        boolean mayDivide = isAlone && execution.threads().limit() == Threads.BY_WORK;
        int parts = mayDivide ? known.parts(examples, KernelProviders.TEAM.size()) : 1;
        return new Turn(known, parts, isAlone);
    }

    private BatchSizes batchSizes() {
        BatchSizes known = batchSizes;
        if (known == null) {
            known = estimate.get();
            batchSizes = known;
        }
        return known;
    }

    /** Computes the examples from one to before another. */
    public interface Range {
        void compute(int from, int to);
    }

    /** While the caller may compute. To be closed once. */
    public final class Turn implements AutoCloseable {
        private final BatchSizes known;
        private final int parts;
        private final boolean isAlone;

        private Turn(BatchSizes known, int parts, boolean isAlone) {
            this.known = known;
            this.parts = parts;
            this.isAlone = isAlone;
        }

        /** Whether the examples are computed in parts at the same time. */
        public boolean isDivided() {
            return parts > 1;
        }

        /** Computes the parts of a turn that is divided, each of about the same size, and returns when the last one is done. */
        public void divide(int begin, int end, Range range) {
            int count = end - begin;
            Runnable[] pieces = new Runnable[parts];
            for (int part = 0; part < parts; part++) {
                int from = begin + (int) ((long) count * part / parts);
                int to = begin + (int) ((long) count * (part + 1) / parts);
                pieces[part] = () -> range.compute(from, to);
            }
            KernelProviders.TEAM.run(pieces, known.nanoseconds(count));
        }

        /** For how many examples the next plan is to be, if so many are left: it may be for more. */
        public int next(int examples) {
            return known.next(examples);
        }

        /** A plan for these sizes, for the calling thread alone until it is released. */
        public PredictPlan acquire(Sizes sizes) {
            return plan(ofPart(sizes), isAlone);
        }

        private Sizes ofPart(Sizes sizes) {
            return isDivided() ? sizes.onOneThread() : sizes;
        }

        /** Gives a plan back. */
        public void release(Sizes sizes, PredictPlan plan) {
            keep(ofPart(sizes), plan);
        }

        @Override
        public void close() {
            turns.end();
        }
    }

    private PredictPlan plan(Sizes wanted, boolean isAlone) {
        Sizes sizes = isAlone || !divided.contains(wanted) ? wanted : wanted.besideOthers();
        PredictPlan known = idlePlan(sizes);
        PredictPlan plan = known == null ? made(sizes) : known;
        if (plan.isFirst() && first.isTimeForNext(isAlone)) {
            new Successor(sizes).start();
        }
        return plan;
    }

    private PredictPlan made(Sizes sizes) {
        PredictPlan made = first.areOver() ? maker.apply(sizes) : firstMaker.apply(sizes);
        if (made.threads() > 1 && sizes.threads() == Threads.BY_WORK && sizes.batch() == 1) {
            divided.add(sizes);
        }
        return made;
    }

    private @Nullable PredictPlan idlePlan(Sizes sizes) {
        lock.lock();
        try {
            PredictPlan plan = idle.take(sizes);
            while (plan != null && isOutlived(plan)) {
                plan.close();
                plan = idle.take(sizes);
            }
            if (plan == null) {
                idle.makeRoom();
            }
            return plan;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOutlived(PredictPlan plan) {
        return plan.isFirst() && first.areOver();
    }

    private void keep(Sizes wanted, PredictPlan plan) {
        if (plan.isFirst()) {
            first.count();
            if (isOutlived(plan)) {
                plan.close();
                return;
            }
        }
        Sizes sizes = plan.threads() > 1 || !divided.contains(wanted) ? wanted : wanted.besideOthers();
        lock.lock();
        try {
            idle.put(sizes, plan);
        } finally {
            lock.unlock();
        }
    }

    /** Prepares the plan that follows those of the first predictions, while these go on. */
    private final class Successor extends DetachedThread {
        private final Sizes sizes;

        Successor(Sizes sizes) {
            super("plumb-successor");
            this.sizes = sizes;
        }

        @Override
        public void run() {
            try {
                keep(sizes, maker.apply(sizes));
            } catch (RuntimeException | Error e) {
                // The next prediction fails in the same way, and whoever asked for it is told.
            } finally {
                first.end();
            }
        }
    }

    /** The native memory of the plans that wait for the next prediction. */
    long idleBytes() {
        lock.lock();
        try {
            return idle.nativeBytes();
        } finally {
            lock.unlock();
        }
    }
}
