package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.java.RowScatter;
import dev.plumb.engine.java.TouchedRows;
import dev.plumb.engine.plan.Bindings.Place;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.weights.WeightStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of all weights that can be trained, one after the other, and which rows of those of embeddings may hold anything but zeros. Steps note that when they
 * write them, one after the other; who writes them in another way says so.
 */
public final class GradientArray {
    private final Storage storage;
    private final Map<String, TouchedRows> tables = new LinkedHashMap<>();

    /** The array that lies there. */
    public GradientArray(Storage storage) {
        this.storage = storage;
    }

    /** Where they lie, at the places that {@link WeightStore.Entry#flat} gives. */
    public Storage storage() {
        return storage;
    }

    /** The kernels of a step for those gradients that are sums over the rows of a table, which from then on are noted. */
    KernelProvider kernels(Program program, Map<String, Var> gradients, WeightStore weights) {
        Map<Integer, Instruction> scatters = scatters(program);
        Map<Place, TouchedRows> places = new HashMap<>();
        gradients.forEach((path, gradient) -> {
            if (scatters.containsKey(program.output(gradient.id()).id())) {
                TouchedRows rows = tables.computeIfAbsent(
                        path, table -> new TouchedRows(gradient.type().size(0)));
                places.put(new Place(storage, weights.entry(path).flatBytes()), rows);
            }
        });
        return new RowScatter(places);
    }

    /** What makes sums over the rows of a table, by its results. */
    static Map<Integer, Instruction> scatters(Program program) {
        Map<Integer, Instruction> scatters = new HashMap<>();
        for (Instruction instruction : program.instructions()) {
            if (instruction.op() instanceof ScatterAdd scatter && scatter.axis() == 0) {
                scatters.put(instruction.output(), instruction);
            }
        }
        return scatters;
    }

    /** Says that somebody else than a step has written them. */
    public void written() {
        tables.values().forEach(TouchedRows::touchAny);
    }

    /** The rows of the gradient of a weight, or null if they are not noted. */
    @Nullable
    TouchedRows of(String path) {
        return tables.get(path);
    }

    /** Of how many weights they are noted. */
    int tables() {
        return tables.size();
    }
}
