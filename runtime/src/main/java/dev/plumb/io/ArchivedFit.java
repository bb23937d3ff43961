package dev.plumb.io;

import dev.plumb.graph.file.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The form in which archives hold a {@link FitState}: numbers as JSON, the arrays of callbacks by their place and name. Floating-point numbers are written
 * as text, which gives them back to the bit, NaN and infinity among them.
 */
final class ArchivedFit {
    /** Raised when the meaning of a field changes, or one is new. */
    private static final long FORMAT = 1;

    private static final String BEGAN = "began";
    private static final String EXAMPLES = "examples";
    private static final String BATCH_SIZE = "batchSize";
    private static final String SHUFFLED = "shuffled";
    private static final String ORDER = "order";
    private static final String EPOCH = "epoch";
    private static final String STEP = "step";
    private static final String STOPPED = "stopped";
    private static final String HISTORY = "history";
    private static final String VALUES = "values";
    private static final String NAMES = "names";
    private static final String SUMS = "sums";
    private static final String DRAWS = "draws";
    private static final String CALLBACKS = "callbacks";
    private static final String NAME = "name";
    private static final String ARRAYS = "arrays";

    private ArchivedFit() {}

    /** All but the elements of arrays. */
    static Map<String, Object> fields(FitState state, List<String> notFinite) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ArchiveEntry.FORMAT_KEY, FORMAT);
        fields.put(BEGAN, state.began());
        fields.put(EXAMPLES, state.data().examples());
        fields.put(BATCH_SIZE, state.data().batchSize());
        fields.put(SHUFFLED, Boolean.toString(state.data().shuffled()));
        state.data().order().ifPresent(order -> fields.put(ORDER, Long.toString(order)));
        fields.put(EPOCH, state.place().epoch());
        fields.put(STEP, state.place().step());
        state.stopped().ifPresent(reason -> fields.put(STOPPED, reason));
        fields.put(HISTORY, state.history().stream().map(ArchivedFit::fields).toList());
        fields.put(NAMES, state.tally().names());
        fields.put(SUMS, state.tally().sums().stream().map(String::valueOf).toList());
        fields.put(DRAWS, state.draws().stream().map(String::valueOf).toList());
        fields.put(
                CALLBACKS, state.callbacks().stream().map(ArchivedFit::fields).toList());
        fields.put(ArchiveEntry.NOT_FINITE_KEY, notFinite);
        return fields;
    }

    private static Map<String, Object> fields(FitState.Epoch epoch) {
        Map<String, String> values = new LinkedHashMap<>();
        epoch.values().forEach((name, value) -> values.put(name, Double.toString(value)));
        return Map.of(EPOCH, epoch.epoch(), VALUES, values);
    }

    private static Map<String, Object> fields(FitState.Watcher callback) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        callback.arrays().forEach((name, array) -> arrays.put(name, array.shape()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(NAME, callback.name());
        fields.put(VALUES, callback.values());
        fields.put(ARRAYS, arrays);
        return fields;
    }

    /** The arrays of all callbacks. */
    static List<TensorData> arrays(FitState state) {
        List<TensorData> arrays = new ArrayList<>();
        for (int i = 0; i < state.callbacks().size(); i++) {
            String prefix = prefix(i);
            state.callbacks().get(i).arrays().forEach((name, array) -> arrays.add(array.named(prefix + name)));
        }
        return arrays;
    }

    private static String prefix(int callback) {
        return callback + "/";
    }

    /** Reads all but the elements of arrays, which are 0. */
    static FitState read(Fields fields) throws FormatException {
        long format = fields.whole(ArchiveEntry.FORMAT_KEY, 1);
        if (format > FORMAT) {
            throw new FormatException("the format of the backup is " + format + ", this version reads formats up to "
                    + FORMAT + ": use a newer Plumb");
        }
        fields.only(Set.of(
                ArchiveEntry.FORMAT_KEY,
                BEGAN,
                EXAMPLES,
                BATCH_SIZE,
                SHUFFLED,
                ORDER,
                EPOCH,
                STEP,
                STOPPED,
                HISTORY,
                NAMES,
                SUMS,
                DRAWS,
                CALLBACKS,
                ArchiveEntry.NOT_FINITE_KEY));
        FitState.Data data = new FitState.Data(
                fields.whole(EXAMPLES, -1),
                count(fields, BATCH_SIZE, 1),
                Boolean.parseBoolean(fields.text(SHUFFLED)),
                fields.values().containsKey(ORDER) ? OptionalLong.of(fields.longText(ORDER)) : OptionalLong.empty());
        List<FitState.Epoch> history = new ArrayList<>();
        for (Fields epoch : fields.objects(HISTORY)) {
            history.add(epoch(epoch));
        }
        List<Double> sums = new ArrayList<>();
        for (String sum : fields.list(SUMS)) {
            sums.add(number(SUMS, sum));
        }
        List<Long> draws = new ArrayList<>();
        for (String draw : fields.list(DRAWS)) {
            draws.add(whole(DRAWS, draw));
        }
        List<FitState.Watcher> callbacks = new ArrayList<>();
        for (Fields callback : fields.objects(CALLBACKS)) {
            callbacks.add(callback(callback));
        }
        return new FitState(
                fields.whole(BEGAN, 0),
                data,
                new FitState.Place(count(fields, EPOCH, 0), count(fields, STEP, 0)),
                fields.values().containsKey(STOPPED) ? Optional.of(fields.text(STOPPED)) : Optional.empty(),
                history,
                new FitState.Tally(fields.list(NAMES), sums),
                draws,
                callbacks);
    }

    private static FitState.Epoch epoch(Fields fields) throws FormatException {
        fields.only(Set.of(EPOCH, VALUES));
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> value : fields.textByName(VALUES).entrySet()) {
            values.put(value.getKey(), number(value.getKey(), value.getValue()));
        }
        return new FitState.Epoch(count(fields, EPOCH, 0), values);
    }

    private static FitState.Watcher callback(Fields fields) throws FormatException {
        fields.only(Set.of(NAME, VALUES, ARRAYS));
        Map<String, TensorData> arrays = new LinkedHashMap<>();
        if (!(fields.values().get(ARRAYS) instanceof Map<?, ?> shapes)) {
            throw new FormatException("its field '" + ARRAYS + "' is no object of shapes");
        }
        for (Map.Entry<?, ?> shape : shapes.entrySet()) {
            String name = shape.getKey().toString();
            arrays.put(name, zeros(name, shape.getValue()));
        }
        return new FitState.Watcher(fields.text(NAME), fields.textByName(VALUES), arrays);
    }

    private static TensorData zeros(String name, Object shape) throws FormatException {
        List<Long> sizes = new ArrayList<>();
        long elements = 1;
        for (Object size : shape instanceof List<?> list ? list : List.of(-1)) {
            long whole = Fields.whole(size).orElse(-1);
            // Bounded before anything is multiplied or reserved.
            if (whole < 0 || whole > Integer.MAX_VALUE || elements * whole > Integer.MAX_VALUE / Float.BYTES) {
                throw new FormatException("array '" + name + "' has the shape " + shape
                        + ", expected sizes of at most 2^31-1 bytes together");
            }
            elements *= whole;
            sizes.add(whole);
        }
        return new TensorData(name, ElementType.F32, sizes, ByteBuffer.allocate((int) elements * Float.BYTES));
    }

    private static int count(Fields fields, String name, long least) throws FormatException {
        long count = fields.whole(name, least);
        if (count > Integer.MAX_VALUE) {
            throw new FormatException("its field '" + name + "' is " + count + ", expected at most 2^31-1");
        }
        return (int) count;
    }

    private static long whole(String name, String text) throws FormatException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new FormatException("its field '" + name + "' has '" + text + "', expected a whole number", e);
        }
    }

    private static double number(String name, String text) throws FormatException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new FormatException("its field '" + name + "' has '" + text + "', expected a number", e);
        }
    }

    /** What the arrays have to be. */
    static ExpectedArrays expected(FitState state) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        arrays(state).forEach(array -> shapes.put(array.name(), array.shape()));
        return new ExpectedArrays("the state of training in " + ArchiveEntry.FIT, shapes, Set.of());
    }

    /** Reads the elements to where the arrays of the state lie. */
    static FitState with(FitState state, ArrayReader reader) throws IOException {
        Map<String, ByteBuffer> places = new LinkedHashMap<>();
        arrays(state).forEach(array -> places.put(array.name(), array.bytes()));
        reader.read(places::get);
        return state;
    }
}
