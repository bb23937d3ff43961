package dev.plumb.data;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of examples in memory, by the places of their targets: none, one an example, or one a value of the loss. Immutable. */
final class SampleWeights {
    static final SampleWeights NONE = new SampleWeights(Map.of());

    private final Map<Integer, Rows> byTarget;

    private SampleWeights(Map<Integer, Rows> byTarget) {
        this.byTarget = Map.copyOf(byTarget);
    }

    /**
     * The same with the weights of a target.
     *
     * @param size the number of examples of the arrays
     */
    SampleWeights with(int target, String name, INDArray weights, int size) {
        String where = "the sample weights of target '" + name + "'";
        if (weights == null) {
            throw new InputException(where + " are null");
        }
        ArrayShapes.requireExamples(where, weights);
        if (weights.size(0) != size) {
            throw new InputException(where + " are " + ArrayShapes.text(weights) + ", and there are " + size
                    + " examples: expected (" + size + "), or a number for each value of the loss behind that axis");
        }
        INDArray floats = weights.castTo(DataType.FLOAT);
        requireFinite(where, floats);
        Map<Integer, Rows> changed = new HashMap<>(byTarget);
        changed.put(target, Rows.of(where, floats));
        return new SampleWeights(changed);
    }

    private static void requireFinite(String where, INDArray weights) {
        Rows rows = Rows.of(where, weights);
        FloatBuffer row = FloatBuffer.allocate(rows.width());
        for (int i = 0; i < weights.size(0); i++) {
            rows.read(i, 1, row);
            for (int element = 0; element < row.capacity(); element++) {
                if (!Float.isFinite(row.get(element))) {
                    throw new InputException(
                            where + " have " + row.get(element) + " in example " + i + ": expected finite numbers");
                }
            }
        }
    }

    /** The weights of one example for each target, 1 for those that have none; nothing if no target has any. */
    List<Values> of(int row, int targets) {
        List<Values> weights = new ArrayList<>();
        for (int target = 0; target < targets && !byTarget.isEmpty(); target++) {
            Rows rows = byTarget.get(target);
            weights.add(rows == null ? Values.number(1) : Values.of(rows, row));
        }
        return weights;
    }

    boolean has(int target) {
        return byTarget.containsKey(target);
    }

    /** The shape of a target's weights, with the axis of examples; (1) if it has none. A copy. */
    long[] shape(int target) {
        Rows rows = byTarget.get(target);
        return rows == null ? new long[] {1} : rows.array().shape().clone();
    }

    /** The names of the targets that have weights. */
    List<String> names(List<String> targets) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            if (has(i)) {
                names.add(targets.get(i));
            }
        }
        return names;
    }

    /** The rows of a target's weights; one an example goes to each value of the loss. */
    void read(int target, String name, int count, FloatBuffer destination, Reader reader) {
        Rows rows = byTarget.get(target);
        if (rows == null) {
            throw new InputException("target '" + name + "' has no sample weights");
        }
        int values = destination.capacity() / count;
        if (rows.width() == values) {
            reader.read(rows, destination);
        } else if (rows.width() == 1) {
            FloatBuffer ofExamples = FloatBuffer.allocate(count);
            reader.read(rows, ofExamples);
            for (int i = 0; i < destination.capacity(); i++) {
                destination.put(i, ofExamples.get(i / values));
            }
        } else {
            throw new InputException("the sample weights of target '" + name + "' are "
                    + ArrayShapes.text(rows.array()) + ", " + rows.width() + " for each example, and its loss has "
                    + values + (values == 1 ? " value" : " values") + " for each: expected one weight an example"
                    + (values == 1 ? "" : ", or one a value"));
        }
    }

    /** Reads the rows of the current batch. */
    interface Reader {
        void read(Rows rows, FloatBuffer destination);
    }
}
