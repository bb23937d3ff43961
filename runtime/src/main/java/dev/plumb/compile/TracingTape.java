package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.UserLine;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Layers that are not executed as they are called: what is to be computed is kept, to be made a plan. Values have types and no numbers, so whoever
 * asks for these is refused. Of each value it knows the layer and the line of the user's program that made it.
 */
final class TracingTape extends LayerTape {
    /** A float holds each whole number up to this. */
    private static final int LARGEST_CONSTANT = 1 << 24;

    private final Function<String, ? extends RuntimeException> refusal;
    private final Trace trace = new Trace(this::made);
    private final List<Origin> origins = new ArrayList<>();
    private final Map<Integer, WeightStore.Entry> weights = new LinkedHashMap<>();
    private final Set<WeightStore> stores = new LinkedHashSet<>();
    private Optional<String> layer = Optional.empty();
    private boolean closed;

    /**
     * Where a value was made.
     *
     * @param layer such as {@code Dense 'hidden'}; empty if by an op of the model's code
     * @param line of the user's program
     */
    record Origin(Optional<String> layer, Optional<String> line) {}

    /**
     * An empty one, of the phase in which dropout drops nothing.
     *
     * @param refusal makes what is thrown, of the words that say what was asked for
     */
    TracingTape(Function<String, ? extends RuntimeException> refusal) {
        super(false);
        this.refusal = refusal;
    }

    private void made(int id) {
        requireOpen();
        origins.add(new Origin(layer, UserLine.now()));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "this call was traced, which is over: its context and its values are not to be"
                            + " kept in a field");
        }
    }

    /** A value that is filled before each run of the plan. */
    Var input(String name, ArrayType type) {
        return trace.input(name, type);
    }

    @Override
    public Recorder recorder() {
        return trace;
    }

    @Override
    public Var array(ArrayType type, float... numbers) {
        type.require(DType.FLOAT32, numbers.length);
        return trace.constant(type, Literal.of(numbers));
    }

    @Override
    public Var array(ArrayType type, int... numbers) {
        type.require(DType.INT32, numbers.length);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs((long) numbers[i]) > LARGEST_CONSTANT) {
                throw refusal.apply("has the whole number " + numbers[i] + " as a constant, at " + line(UserLine.now())
                        + ", and constants of a plan go up to " + LARGEST_CONSTANT
                        + "\n  fix     give it as an input");
            }
            floats[i] = numbers[i];
        }
        return trace.constant(new ArrayType(DType.FLOAT32, type.shape()), Literal.of(floats))
                .cast(DType.INT32);
    }

    @Override
    public float[] floats(Var value) {
        throw unknown(value);
    }

    @Override
    public int[] ints(Var value) {
        throw unknown(value);
    }

    private RuntimeException unknown(Var value) {
        requireOpen();
        if (value.recorder() != trace) {
            return new IllegalArgumentException(value
                    + " belongs to another tape or another call: a value lives as long as" + " the call that made it");
        }
        return refusal.apply("asks for the numbers of a value, at " + line(UserLine.now())
                + ", and a plan is made before there are any numbers"
                + "\n  value   " + TracedValue.of(this, value.id()).describe()
                + "\n  fix     to choose between numbers, compute both: a.where(condition, b); code that has to know them"
                + " stays eager, by predict(…) of the model itself");
    }

    static String line(Optional<String> line) {
        return line.orElse("an unknown line");
    }

    @Override
    Var bound(WeightStore.Entry entry) {
        Var weight = trace.weight(entry.path(), entry.type());
        weights.put(weight.id(), entry);
        return weight;
    }

    @Override
    Var seed() {
        return trace.input("dropout seed", ArrayType.int32());
    }

    @Override
    void entering(Node node) {
        layer = Optional.of(node.title());
    }

    @Override
    public List<Var> call(Graph graph, WeightStore store, List<Var> inputs) {
        requireOpen();
        stores.add(store);
        try {
            return super.call(graph, store, inputs);
        } finally {
            layer = Optional.empty();
        }
    }

    /** What was recorded. */
    Trace trace() {
        return trace;
    }

    /** The same as a program. */
    Program program() {
        return trace.finish();
    }

    Origin origin(int id) {
        return origins.get(id);
    }

    /** The weight that a value is. */
    Optional<WeightStore.Entry> weight(int id) {
        return Optional.ofNullable(weights.get(id));
    }

    /** Where the weights lie. */
    Bindings bindings() {
        Bindings bindings = Bindings.none();
        for (Map.Entry<Integer, WeightStore.Entry> weight : weights.entrySet()) {
            WeightStore.Entry entry = weight.getValue();
            bindings = bindings.weight(
                    trace.variable(weight.getKey()), entry.block().storage(), entry.byteOffset());
        }
        return bindings;
    }

    /** The models whose weights these are. */
    List<WeightStore> stores() {
        return List.copyOf(stores);
    }

    /** Takes no more: whoever has kept the context or a value is told so. */
    @Override
    public void close() {
        closed = true;
        super.close();
    }
}
