package dev.plumb.io;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The form in which archives hold the state of an optimizer, but for its arrays. */
final class ArchivedOptimizer {
    private ArchivedOptimizer() {}

    /** The state as JSON, but for which of its arrays are not finite. */
    static Map<String, Object> fields(OptimizerState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ArchiveEntry.NAME_KEY, state.name());
        fields.put(ArchiveEntry.ITERATION_KEY, state.iteration());
        fields.put(ArchiveEntry.EPOCH_KEY, state.epoch());
        fields.put(ArchiveEntry.HYPERPARAMETERS_KEY, state.hyperparameters());
        fields.put(ArchiveEntry.SLOTS_KEY, state.slots());
        fields.put(ArchiveEntry.MISSED_KEY, state.missed());
        return fields;
    }

    /**
     * Reads it.
     *
     * @param tellsOfFreezing whether the file says which weights have missed steps
     */
    static OptimizerState read(Fields fields, boolean tellsOfFreezing, Graph graph) throws FormatException {
        fields.only(Set.of(
                ArchiveEntry.NAME_KEY,
                ArchiveEntry.ITERATION_KEY,
                ArchiveEntry.EPOCH_KEY,
                ArchiveEntry.HYPERPARAMETERS_KEY,
                ArchiveEntry.SLOTS_KEY,
                ArchiveEntry.MISSED_KEY,
                ArchiveEntry.NOT_FINITE_KEY));
        return new OptimizerState(
                fields.text(ArchiveEntry.NAME_KEY),
                fields.whole(ArchiveEntry.ITERATION_KEY, 0),
                fields.whole(ArchiveEntry.EPOCH_KEY, 0),
                fields.numbers(ArchiveEntry.HYPERPARAMETERS_KEY),
                fields.texts(ArchiveEntry.SLOTS_KEY),
                missed(fields, tellsOfFreezing, graph));
    }

    /** By weight: the steps that went without it. Before there was freezing at run time, a frozen layer had missed them all. */
    private static Map<String, Long> missed(Fields fields, boolean tellsOfFreezing, Graph graph)
            throws FormatException {
        Map<String, Long> missed = new TreeMap<>();
        long iteration = fields.whole(ArchiveEntry.ITERATION_KEY, 0);
        if (!tellsOfFreezing) {
            for (Node node : graph.nodes()) {
                node.weights().stream()
                        .filter(weight -> weight.trainable() && !node.trainable())
                        .forEach(weight -> missed.put(node.path(weight), iteration));
            }
            return missed;
        }
        for (Map.Entry<String, Double> count :
                fields.numbers(ArchiveEntry.MISSED_KEY).entrySet()) {
            double steps = count.getValue();
            if (!(steps >= 0 && steps <= iteration && steps == Math.rint(steps))) {
                throw new FormatException("'" + count.getKey() + "' has missed " + steps
                        + " steps, expected a whole number up to " + iteration);
            }
            missed.put(count.getKey(), (long) steps);
        }
        return missed;
    }

    /** The states of more optimizers, by what the names of their arrays begin with: {@code 1/}. */
    static Map<String, OptimizerState> readMore(Fields all, boolean tellsOfFreezing, Graph graph)
            throws FormatException {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        List<Fields> objects = all.objects(ArchiveEntry.MORE_KEY);
        for (Fields fields : objects) {
            states.put(prefix(states.size() + 1), read(fields, tellsOfFreezing, graph));
        }
        return states;
    }

    /** What the names of the arrays of an optimizer begin with. */
    static String prefix(int number) {
        return number == 0 ? "" : number + "/";
    }
}
