package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.array.NativeArrays;
import dev.plumb.array.StringArrays;
import java.lang.reflect.Array;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads all examples to arrays in memory, see {@link Dataset#inMemory}. */
final class ExampleArrays {
    private ExampleArrays() {}

    static <I, T> ArrayDataset<I, T> read(Dataset<I, T> data) {
        List<Column> inputs = columns("input", true, data.inputStructure());
        List<Column> targets = columns("target", false, data.targetStructure());
        List<Column> weights = columns("the weight of target", false, data.targetStructure());
        int size = 0;
        try (DataReader<Example> examples = data.examples(Order.sequential())) {
            for (Example example = examples.next(); example != null; example = examples.next()) {
                if (size == 0 && example.weights().isEmpty()) {
                    weights = List.of();
                }
                requireAlike(example, !weights.isEmpty(), size);
                add(weights, example.weights(), size);
                add(inputs, example.inputs(), size);
                add(targets, example.targets(), size);
                size++;
            }
        }
        if (size == 0) {
            throw new InputException("the data set has no examples: expected at least one");
        }
        int rows = size;
        ArrayDataset<I, T> arrays = Dataset.of(
                data.inputStructure(),
                data.inputStructure().record(arrays(inputs, rows)),
                data.targetStructure(),
                data.targetStructure().record(arrays(targets, rows)));
        for (int i = 0; i < weights.size(); i++) {
            arrays = arrays.sampleWeights(
                    data.targetStructure().names().get(i), weights.get(i).array(rows));
        }
        return arrays;
    }

    private static void requireAlike(Example example, boolean weighs, int index) {
        if (example.weights().isEmpty() == weighs) {
            throw ExampleBatches.unlikeTheFirst("example " + index, weighs);
        }
    }

    private static List<INDArray> arrays(List<Column> columns, int rows) {
        return columns.stream().map(column -> column.array(rows)).toList();
    }

    private static List<Column> columns(String what, boolean mayBeStrings, Structure<?> structure) {
        return structure.names().stream()
                .map(name -> new Column(what + " '" + name + "'", mayBeStrings))
                .toList();
    }

    private static void add(List<Column> columns, List<Values> values, int index) {
        if (values.size() != columns.size()) {
            throw new InputException(
                    "example " + index + " has " + values.size() + " values, expected " + columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(values.get(i), index);
        }
    }

    /** The numbers or strings of one input or target, in pieces that hold many examples each. */
    private static final class Column {
        private static final int PIECE = 1 << 16;

        private final String name;
        private final boolean mayBeStrings;
        private final List<Object> pieces = new ArrayList<>();
        private int inLast;
        private int perPiece;
        private Values first = Values.floats();

        Column(String name, boolean mayBeStrings) {
            this.name = name;
            this.mayBeStrings = mayBeStrings;
        }

        void add(Values values, int index) {
            if (values.isStrings() && !mayBeStrings) {
                throw new InputException(name + " has strings, which only inputs can have in memory: Column.category(…)"
                        + " makes numbers of a table's; cache() keeps examples as they are");
            }
            if (pieces.isEmpty()) {
                first = values;
                perPiece = Math.max(1, PIECE / Math.max(1, values.size()));
            }
            if (!values.hasShape(first) || !values.kind().equals(first.kind())) {
                throw new InputException("example " + index + " has " + values + " for " + name + ", example 0 has "
                        + first + ": arrays need one shape; cache() keeps examples as they are");
            }
            if (pieces.isEmpty() || inLast == perPiece) {
                pieces.add(piece(values, Math.multiplyExact(perPiece, values.size())));
                inLast = 0;
            }
            System.arraycopy(
                    values.elements(), 0, pieces.get(pieces.size() - 1), inLast * values.size(), values.size());
            inLast++;
        }

        private static Object piece(Values like, int elements) {
            return Array.newInstance(like.elements().getClass().getComponentType(), elements);
        }

        INDArray array(int rows) {
            long[] shape = new long[first.shape().length + 1];
            Arrays.setAll(shape, axis -> axis == 0 ? rows : first.shape()[axis - 1]);
            return first.isStrings() ? StringArrays.of(strings(rows), shape) : numbers(shape);
        }

        private String[] strings(int rows) {
            String[] all = new String[Math.multiplyExact(rows, first.size())];
            int at = 0;
            for (int i = 0; i < pieces.size(); i++) {
                int count = count(i);
                System.arraycopy(pieces.get(i), 0, all, at, count);
                at += count;
            }
            return all;
        }

        private int count(int piece) {
            return (piece == pieces.size() - 1 ? inLast : perPiece) * first.size();
        }

        private INDArray numbers(long... shape) {
            INDArray array = Nd4j.create(first.isInts() ? DataType.INT32 : DataType.FLOAT, shape, 'c');
            long at = 0;
            for (int i = 0; i < pieces.size(); i++) {
                int count = count(i);
                if (pieces.get(i) instanceof int[] ints) {
                    NativeArrays.writeAt(IntBuffer.wrap(ints, 0, count).slice(), array, at);
                } else {
                    NativeArrays.writeAt(
                            FloatBuffer.wrap((float[]) pieces.get(i), 0, count).slice(), array, at);
                }
                at += count;
            }
            return array;
        }
    }
}
