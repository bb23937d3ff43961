package dev.plumb.compile;

import dev.plumb.engine.Trace;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.layer.CachedAttention;
import dev.plumb.layer.CarriedStates;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.WriteRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trace of a few new steps: what layers need of earlier steps is kept from run to run. */
final class StepSource implements GraphSource {
    private final Trace trace;
    private final TraceSource outside;
    private final TimeAxis axis;
    private final int steps;
    private final int capacity;
    private final Var position;
    private final Map<Integer, Var> masks = new LinkedHashMap<>();
    private final Map<String, Var> memories = new LinkedHashMap<>();

    StepSource(Trace trace, TimeAxis axis, int examples, int steps, int capacity) {
        this.trace = trace;
        this.outside = new TraceSource(trace, examples);
        this.axis = axis;
        this.steps = steps;
        this.capacity = capacity;
        this.position = trace.input("position", ArrayType.int32());
    }

    /** How many steps there were before: an int32 scalar. */
    Var position() {
        return position;
    }

    /** What is added to scores, by how many steps an attention sees. */
    Map<Integer, Var> masks() {
        return masks;
    }

    /** What is kept of earlier steps, by the names of layers and roles. */
    Map<String, Var> memories() {
        return memories;
    }

    @Override
    public List<Var> lower(Node node, LayerContext context, List<Var> inputs) {
        if (node.spec() instanceof HeadsAttentionSpec attention
                && node.inputs().stream().allMatch(axis::has)) {
            return CachedAttention.lower(attention, context, new NodeCache(node.name()), inputs);
        }
        if (node.spec() instanceof RecurrentSpec recurrent
                && axis.has(node.inputs().get(0))) {
            return CarriedStates.lower(recurrent, context, inputs.get(0));
        }
        return outside.lower(node, context, inputs);
    }

    @Override
    public Optional<Var> carried(String path, ArrayType type) {
        return Optional.of(memory(path, type));
    }

    private Var memory(String name, ArrayType type) {
        Var memory = trace.weight(name, type);
        memories.put(name, memory);
        return memory;
    }

    /** The keys and values of one layer. */
    private final class NodeCache implements CachedAttention.Cache {
        private final String node;

        NodeCache(String node) {
            this.node = node;
        }

        @Override
        public Var append(String role, Var rows) {
            ArrayType type = rows.type().withSize(2, capacity);
            Var cache = memory(node + "/" + role, type);
            Var written = cache.apply(new WriteRows(2), rows, position);
            trace.assign(cache, written);
            return written;
        }

        @Override
        public Var mask(int window) {
            return masks.computeIfAbsent(window, seen -> trace.input("mask", ArrayType.float32(1, 1, steps, capacity)));
        }
    }

    @Override
    public Recorder recorder() {
        return trace;
    }

    @Override
    public Var input(Graph.Input input) {
        return outside.input(input);
    }

    @Override
    public Optional<Var> mask(Graph.Input input) {
        return outside.mask(input);
    }

    @Override
    public Var weight(String path, ArrayType type) {
        return outside.weight(path, type);
    }

    @Override
    public Var dropoutSeed() {
        return outside.dropoutSeed();
    }

    @Override
    public int nextDropoutStream() {
        return outside.nextDropoutStream();
    }
}
