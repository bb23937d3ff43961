package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Trace;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.Optional;

/** A trace, of so many examples: inputs and weights become those of the program. */
final class TraceSource implements GraphSource {
    private final Trace trace;
    private final int batch;
    private Optional<Var> dropoutSeed = Optional.empty();
    private int dropoutMasks;

    TraceSource(Trace trace, int batch) {
        this.trace = trace;
        this.batch = batch;
    }

    @Override
    public Recorder recorder() {
        return trace;
    }

    @Override
    public Var input(Graph.Input input) {
        DType dtype = input.type().dtype();
        // Booleans come in as integers, like the arrays that hold them.
        DType held = dtype == DType.BOOL ? DType.INT32 : dtype;
        return trace.input(input.name(), TracedGraph.batched(batch, input.type().shape(), held));
    }

    @Override
    public Optional<Var> mask(Graph.Input input) {
        return Optional.empty();
    }

    @Override
    public Var weight(String path, ArrayType type) {
        return trace.weight(path, type);
    }

    @Override
    public Optional<Var> carried(String path, ArrayType type) {
        return Optional.of(trace.input("before this batch " + path, type));
    }

    @Override
    public Var dropoutSeed() {
        if (dropoutSeed.isEmpty()) {
            dropoutSeed = Optional.of(trace.input("dropout seed", ArrayType.int32()));
        }
        return dropoutSeed.get();
    }

    @Override
    public int nextDropoutStream() {
        return dropoutMasks++;
    }
}
