package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.java.TouchedRows;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.Optimizer;
import dev.plumb.train.UpdateOptions;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightRange;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The prepared update of the weights that are trained, with the optimizer's state and the gradients that it reads. The arrays are flat and
 * may have more than 2^31 elements; one plan updates as much of them as lies together, as has the same numbers, and as an array of a program
 * can hold.
 */
public final class UpdatePlan {
    /** The elements of one plan's arrays: a gibibyte, so that offsets in kernels fit into 31 bits. */
    private static final int LARGEST_RANGE = 1 << 28;

    /** The elements that are worth a thread: some ten microseconds. */
    private static final int SMALLEST_RANGE = 1 << 14;

    /** Tables with fewer elements are updated as a whole. */
    private static final int SMALLEST_TABLE = 1 << 16;

    private final Optimizer optimizer;
    private final WeightStore weights;
    private final Storage gradients;
    private final GradientArray rows;
    private final Map<String, Storage> slots = new LinkedHashMap<>();
    private final Threads threads;
    private final int largestRange;
    private Trainability trainability = Trainability.ALL;
    private ToLongFunction<String> missed = path -> 0;
    private Optional<Ready> ready = Optional.empty();
    private long iteration;
    private double learningRate;

    /** The update of one range: of the whole, or, if it is a table, of some of its rows. */
    private record Part(
            Plan plan,
            List<FloatBuffer> scalars,
            Optional<FloatBuffer> decay,
            Optional<RowUpdate> rows,
            double rate,
            long missed) {
        void close() {
            plan.close();
            rows.ifPresent(RowUpdate::close);
        }
    }

    /** The plans for a limit of threads. */
    private record Ready(
            int limit,
            int tables,
            GradientScaling scaling,
            GradientPreparation preparation,
            List<Part> parts,
            List<Runnable> moving,
            WeightAverages averages,
            Optional<Plan> constraints) {
        void close() {
            scaling.plans().forEach(Plan::close);
            preparation.plans().forEach(Plan::close);
            parts.forEach(Part::close);
            averages.plans().forEach(Plan::close);
            constraints.ifPresent(Plan::close);
        }
    }

    public UpdatePlan(Optimizer optimizer, WeightStore weights, Threads threads) {
        this(optimizer, weights, threads, LARGEST_RANGE);
    }

    /** For tests: with smaller ranges. */
    UpdatePlan(Optimizer optimizer, WeightStore weights, Threads threads, int largestRange) {
        this.optimizer = optimizer;
        this.weights = weights;
        this.threads = threads;
        this.largestRange = largestRange;
        // Zeroed memory that is never written takes no place: frozen weights cost nothing here.
        long elements = Math.max(1, weights.trainableElements());
        this.gradients = Storage.ofFloats(elements);
        this.rows = new GradientArray(gradients);
        for (String slot : optimizer.slots()) {
            slots.put(slot, storage(elements, (float) optimizer.initial(slot)));
        }
    }

    private static Storage storage(long elements, float initial) {
        Storage storage = Storage.ofFloats(elements);
        if (initial != 0) {
            for (long from = 0; from < elements; from += LARGEST_RANGE) {
                int count = (int) Math.min(LARGEST_RANGE, elements - from);
                FloatBuffer numbers = storage.floats(from * Float.BYTES, count);
                for (int i = 0; i < count; i++) {
                    numbers.put(i, initial);
                }
            }
        }
        return storage;
    }

    /**
     * Updates from now on what is trained now, at its rates.
     *
     * @param missedSteps by the path of a weight: the steps that went without it
     */
    public void use(Trainability trained, ToLongFunction<String> missedSteps) {
        trainability = trained;
        missed = missedSteps;
        close();
    }

    private Ready ready() {
        int limit = threads.limit();
        if (ready.isEmpty() || ready.get().limit() != limit || ready.get().tables() != rows.tables()) {
            ready.ifPresent(Ready::close);
            ready = Optional.of(prepare(limit));
        }
        return ready.get();
    }

    private Ready prepare(int limit) {
        List<Runnable> undoing = new ArrayList<>();
        try {
            return prepare(limit, undoing);
        } catch (RuntimeException | Error failed) {
            undoing.forEach(Runnable::run);
            throw failed;
        }
    }

    /** @param undoing gets what closes each plan that was prepared */
    private Ready prepare(int limit, List<Runnable> undoing) {
        UpdateOptions options = optimizer.options();
        List<WeightRange> ranges = WeightRange.of(weights, trainability, missed, options::decays);
        InPlaceProgram.Preparing preparing = (program, bindings) -> {
            Plan plan = prepare(program, bindings, limit);
            undoing.add(plan::close);
            return plan;
        };
        List<WeightRange> pieces = ranges.stream()
                .flatMap(range -> range.pieces(largestRange).stream())
                .toList();
        List<Part> parts = new ArrayList<>();
        int movers = 1;
        for (WeightRange range : apart(ranges)) {
            int dividedBy = isWhole(range) ? 1 : threads(range.elements(), limit);
            movers = Math.max(movers, dividedBy);
            long together = optimizer.byWeight() ? range.elements() : together(range.elements(), dividedBy);
            for (long from = 0; from < range.elements(); from += together) {
                long count = Math.min(together, range.elements() - from);
                parts.add(part(range, from, count, dividedBy == 1 ? limit : 1, undoing));
            }
        }
        ConstraintProgram constraint = ConstraintProgram.of(weights, trainability);
        Optional<Plan> constraints = constraint.weights().isEmpty()
                ? Optional.empty()
                : Optional.of(preparing.prepare(constraint.program(), weights.bindings(constraint.weights())));
        return new Ready(
                limit,
                rows.tables(),
                new GradientScaling(options.lossScaling().isPresent() ? pieces : List.of(), gradients, preparing),
                new GradientPreparation(
                        options,
                        pieces,
                        gradients,
                        slots.getOrDefault(UpdateOptions.ACCUMULATOR, gradients),
                        preparing),
                List.copyOf(parts),
                moving(parts, movers),
                new WeightAverages(options, pieces, slots.getOrDefault(UpdateOptions.AVERAGE, gradients), preparing),
                constraints);
    }

    /** Among how many threads an update element by element is divided: each moves a part of the weights, so that all are joined once. */
    private static int threads(long elements, int limit) {
        int most = limit == Threads.BY_WORK ? Threads.cores() : limit;
        return (int) Math.max(1, Math.min(most, elements / SMALLEST_RANGE));
    }

    private long together(long elements, int dividedBy) {
        return dividedBy == 1 ? largestRange : Math.min(largestRange, TaskTeam.share(elements, dividedBy));
    }

    /** Each mover takes its share of each range. */
    private List<Runnable> moving(List<Part> parts, int movers) {
        List<Runnable> moving = new ArrayList<>();
        for (int mover = 0; mover < movers; mover++) {
            int first = mover;
            moving.add(() -> {
                for (int i = first; i < parts.size(); i += movers) {
                    move(parts.get(i));
                }
            });
        }
        return List.copyOf(moving);
    }

    /** What is not cut: weights whose rule needs all of a weight, and tables of which only some rows may be updated. */
    private boolean isWhole(WeightRange range) {
        return optimizer.byWeight() || isTable(range);
    }

    /** Whether it is one table, {@linkplain #apart set apart}. */
    private boolean isTable(WeightRange range) {
        return range.weights().size() == 1 && isOfRows(range, range.weights().get(0));
    }

    /** Tables of which only some rows may have to be updated by themselves, if the optimizer allows that. */
    private List<WeightRange> apart(List<WeightRange> ranges) {
        return ranges.stream()
                .flatMap(range -> range.apart(entry -> isOfRows(range, entry)).stream())
                .toList();
    }

    private boolean isOfRows(WeightRange range, WeightStore.Entry entry) {
        return optimizer.staysWithoutGradient()
                && !optimizer.byWeight()
                && !range.decays()
                && entry.type().elements() >= SMALLEST_TABLE
                && entry.type().elements() <= largestRange
                && rows.of(entry.path()) != null;
    }

    private Optional<RowUpdate> rowUpdate(WeightRange range) {
        WeightStore.Entry entry = range.weights().get(0);
        TouchedRows touched = rows.of(entry.path());
        if (touched == null || !isTable(range)) {
            return Optional.empty();
        }
        Map<String, Bindings.Place> state = new LinkedHashMap<>();
        slots.forEach((name, slot) -> state.put(name, new Bindings.Place(slot, entry.flatBytes())));
        return Optional.of(new RowUpdate(
                optimizer,
                touched,
                entry.type().elements() / touched.size(),
                new Bindings.Place(entry.block().storage(), entry.byteOffset()),
                new Bindings.Place(gradients, entry.flatBytes()),
                state));
    }

    private Part part(WeightRange range, long from, long count, int limit, List<Runnable> undoing) {
        UpdateProgram update = optimizer.byWeight()
                ? UpdateProgram.of(optimizer, range.weights(), range.flat(), range.decays())
                : UpdateProgram.of(optimizer, Math.toIntExact(count), range.decays());
        Plan plan = prepare(update.program(), bindings(update, range, from), limit);
        undoing.add(plan::close);
        Optional<RowUpdate> rowUpdate = rowUpdate(range);
        rowUpdate.ifPresent(some -> undoing.add(some::close));
        return new Part(
                plan,
                update.scalars().stream()
                        .map(scalar -> plan.slot(scalar).borrowFloats())
                        .toList(),
                update.decay().map(decay -> plan.slot(decay).borrowFloats()),
                rowUpdate,
                range.rate(),
                range.missed());
    }

    private static Plan prepare(Program program, Bindings bindings, int limit) {
        return Plan.prepare(program, bindings, KernelProviders.standard(), Threads.of(program, limit));
    }

    private Bindings bindings(UpdateProgram update, WeightRange range, long from) {
        // The gradients are not assigned here, and differ from run to run all the same.
        Bindings bindings = Bindings.none().withChangingWeights();
        for (UpdateProgram.Updated updated : update.updated()) {
            long flat = (range.flat() + from + updated.from()) * Float.BYTES;
            bindings = bindings.weight(
                            updated.weights(), range.storage(), (range.offset() + from + updated.from()) * Float.BYTES)
                    .weight(updated.gradients(), gradients, flat);
            for (Map.Entry<String, Var> slot : updated.slots().entrySet()) {
                bindings = bindings.weight(slot.getValue(), slots.get(slot.getKey()), flat);
            }
        }
        return bindings;
    }

    /** Where the gradients are written: flat, at the places that {@link WeightStore.Entry#flat} gives. */
    public Storage gradients() {
        return gradients;
    }

    /** The same for steps. Who else writes gradients tells it. */
    public GradientArray gradientArray() {
        return rows;
    }

    /** The optimizer's state arrays by name: flat, like the gradients. */
    public Map<String, Storage> slots() {
        return slots;
    }

    /** The kernels of the rule, to measure them: a plan for each range of the arrays. */
    public List<Plan> plans() {
        return ready().parts().stream().map(Part::plan).toList();
    }

    /** What a run does, to measure it. */
    List<Stretch> stretches() {
        Ready now = ready();
        List<List<Plan>> movers = IntStream.range(0, now.moving().size())
                .mapToObj(mover -> movedBy(now, mover))
                .toList();
        List<Plan> after = Stream.concat(now.averages().plans().stream(), now.constraints().stream())
                .toList();
        return List.of(
                Stretch.inTurn(Stream.concat(now.scaling().plans().stream(), now.preparation().plans().stream())
                        .toList()),
                new Stretch(movers),
                Stretch.inTurn(after));
    }

    private static List<Plan> movedBy(Ready ready, int mover) {
        int movers = ready.moving().size();
        return IntStream.iterate(mover, part -> part < ready.parts().size(), part -> part + movers)
                .mapToObj(part -> ready.parts().get(part).plan())
                .toList();
    }

    /** Frees what was prepared; the next run prepares it again. */
    void close() {
        ready.ifPresent(Ready::close);
        ready = Optional.empty();
    }

    /** Makes gradients of a loss that was multiplied those of the loss, if the optimizer has a loss scale. */
    public void unscale(float lossScale) {
        ready().scaling().divide(lossScale);
    }

    /** Whether the gradients of all that is trained are finite; only asked if the optimizer has a loss scale. */
    public boolean areGradientsFinite() {
        return ready().scaling().areFinite();
    }

    /**
     * Moves the weights by the gradients.
     *
     * @param stepsBefore the number of steps before
     * @param rate the learning rate of this step
     */
    public void run(long stepsBefore, double rate) {
        Ready now = ready();
        boolean moves = now.preparation().run(stepsBefore);
        if (now.preparation().changesGradients()) {
            rows.written();
        }
        if (moves) {
            iteration = stepsBefore;
            learningRate = rate;
            TaskTeam.run(now.moving());
        }
        now.averages().follow(stepsBefore);
        if (now.constraints().isPresent()) {
            now.constraints().get().run();
        }
        weights.changed();
    }

    private void move(Part part) {
        double rate = learningRate * part.rate();
        long updates = optimizer.options().updates(iteration, part.missed());
        if (part.rows().isPresent()
                && part.rows().get().pays()
                && setScalars(part.rows().get().scalars(), updates, rate)) {
            part.rows().get().run();
            return;
        }
        setScalars(part.scalars(), updates, rate);
        if (part.decay().isPresent()) {
            part.decay().get().put(0, (float) (-rate * optimizer.options().weightDecay()));
        }
        part.plan().run();
    }

    /** Returns whether all are finite: 0 times infinity is NaN. */
    private boolean setScalars(List<FloatBuffer> scalars, long updates, double rate) {
        boolean finite = true;
        for (int i = 0; i < scalars.size(); i++) {
            float scalar = (float) optimizer.scalar(i, updates, rate);
            scalars.get(i).put(0, scalar);
            finite &= Float.isFinite(scalar);
        }
        return finite;
    }

    /**
     * Sets the weights that are trained to their moving averages, if the optimizer has them.
     *
     * @param iteration the number of steps so far
     */
    public void useAverages(long iteration) {
        ready().averages().overwrite(iteration);
        weights.changed();
    }

    /**
     * Exchanges the weights that are trained with their moving averages, if the optimizer has them.
     *
     * @param iteration the number of steps so far
     */
    public void swapAverages(long iteration) {
        ready().averages().swap(iteration);
        weights.changed();
    }

    /** Lets the moving averages, which the optimizer has, begin with the weights as they are. */
    public void beginAverages() {
        Storage averages = Objects.requireNonNull(slots.get(UpdateOptions.AVERAGE));
        for (WeightStore.Entry entry : weights.entries()) {
            if (entry.trainable()) {
                new Slot(entry.type(), averages, entry.flatBytes())
                        .floats()
                        .put(weights.slot(entry.path()).floats());
            }
        }
    }
}
