package dev.plumb.compile;

import dev.plumb.engine.java.RowSum;
import dev.plumb.engine.java.TouchedRows;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Adds the gradients that the parts of a batch have found, in the order of the parts: each thread does so for some of the numbers. Of a table of which it is noted where its gradient
 * holds anything, only those rows are added.
 */
final class GradientSums {
    private final List<List<Plan>> lanes = new ArrayList<>();
    private final List<Runnable> adding;
    private final List<Table> tables;
    /** The rows of tables that are added as a whole: any may hold anything afterwards. */
    private final List<TouchedRows> unnoted;

    /**
     * The gradient of a table, of which all parts have noted rows.
     *
     * @param rows of the first part, where the sum goes
     * @param shares the rows of the others
     */
    private record Table(WeightStore.Entry entry, TouchedRows rows, List<TouchedRows> shares) {
        private void note() {
            for (int i = 0; i < shares.size(); i++) {
                rows.touchAll(shares.get(i));
            }
        }
    }

    /** Numbers that lie together. */
    private record Range(long begin, long end) {}

    private GradientSums(int threads, List<Table> tables, List<TouchedRows> unnoted) {
        this.tables = tables;
        this.unnoted = unnoted;
        IntStream.range(0, threads).forEach(thread -> lanes.add(new ArrayList<>()));
        this.adding = lanes.stream().<Runnable>map(lane -> () -> run(lane)).toList();
    }

    /**
     * Prepares the sums.
     *
     * @param first of the first part, where the sums go
     * @param others of the other parts
     * @param step of a part
     */
    static GradientSums of(GradientArray first, List<GradientArray> others, StepProgram step, WeightStore weights) {
        List<WeightStore.Entry> entries = step.gradients().keySet().stream()
                .map(weights::entry)
                .sorted(Comparator.comparingLong(WeightStore.Entry::flat))
                .toList();
        List<Table> tables = entries.stream()
                .flatMap(entry -> table(entry, first, others).stream())
                .toList();
        List<Storage> storages = Stream.concat(Stream.of(first), others.stream())
                .map(GradientArray::storage)
                .toList();
        List<TouchedRows> noted = tables.stream().map(Table::rows).toList();
        List<TouchedRows> unnoted = entries.stream()
                .map(entry -> first.of(entry.path()))
                .filter(rows -> rows != null && !noted.contains(rows))
                .toList();
        GradientSums sums = new GradientSums(storages.size(), tables, unnoted);
        try {
            between(entries, tables).forEach(range -> sums.add(range, storages));
            tables.forEach(table -> sums.add(table, storages));
        } catch (RuntimeException | Error failed) {
            sums.close();
            throw failed;
        }
        return sums;
    }

    private static List<Table> table(WeightStore.Entry entry, GradientArray first, List<GradientArray> others) {
        TouchedRows rows = first.of(entry.path());
        List<TouchedRows> shares = others.stream()
                .map(share -> share.of(entry.path()))
                .filter(Objects::nonNull)
                .toList();
        return rows != null && shares.size() == others.size() ? List.of(new Table(entry, rows, shares)) : List.of();
    }

    /** What lies before, between and behind the tables, from the first number that is trained to the last. */
    private static List<Range> between(List<WeightStore.Entry> entries, List<Table> tables) {
        List<Range> ranges = new ArrayList<>();
        if (!entries.isEmpty()) {
            long begin = entries.get(0).flat();
            for (Table table : tables) {
                ranges.add(new Range(begin, table.entry().flat()));
                begin = end(table.entry());
            }
            ranges.add(new Range(begin, end(entries.get(entries.size() - 1))));
        }
        return ranges;
    }

    private static long end(WeightStore.Entry entry) {
        return entry.flat() + entry.type().elements();
    }

    private void add(Range range, List<Storage> storages) {
        long each = TaskTeam.share(range.end() - range.begin(), lanes.size());
        int lane = 0;
        for (long from = range.begin(); from < range.end(); from += each) {
            int count = Math.toIntExact(Math.min(each, range.end() - from));
            lanes.get(lane).add(sum(storages, ArrayType.float32(count), from, KernelProviders.standard()));
            lane++;
        }
    }

    private void add(Table table, List<Storage> storages) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            List<KernelProvider> providers = new ArrayList<>(List.of(new RowSum(table.shares(), lane, lanes.size())));
            providers.addAll(KernelProviders.standard());
            lanes.get(lane)
                    .add(sum(storages, table.entry().type(), table.entry().flat(), providers));
        }
    }

    private static Plan sum(List<Storage> storages, ArrayType type, long from, List<KernelProvider> providers) {
        InPlaceProgram program = new InPlaceProgram();
        Var first = program.array("gradients", type, storages.get(0), from);
        Var sum = first;
        for (Storage share : storages.subList(1, storages.size())) {
            sum = sum.plus(program.array("share", type, share, from));
        }
        program.assign(first, sum);
        return program.prepare((made, bindings) -> Plan.prepare(made, bindings, providers));
    }

    private static void run(List<Plan> lane) {
        for (int i = 0; i < lane.size(); i++) {
            lane.get(i).run();
        }
    }

    /** Adds them. */
    void run() {
        TaskTeam.run(adding);
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).note();
        }
        for (int i = 0; i < unnoted.size(); i++) {
            unnoted.get(i).touchAny();
        }
    }

    /** What it does, to measure it. */
    Stretch stretch() {
        return new Stretch(lanes);
    }

    void close() {
        lanes.forEach(lane -> lane.forEach(Plan::close));
    }
}
