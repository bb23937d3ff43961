package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Map;

/**
 * What computes a few new steps of a sequence, with what was kept of earlier steps.
 *
 * @param inputs in the order of the graph
 * @param position int32: how many steps there were before
 * @param masks by how many steps an attention sees: what is added to scores, (1, 1, new steps, capacity)
 * @param weights by path
 * @param memories what is kept of earlier steps, by the names of layers and roles; each run moves them on in their place
 * @param outputs in the order of the graph: of the last new step
 */
record DecodeProgram(
        Program program,
        List<Var> inputs,
        Var position,
        Map<Integer, Var> masks,
        Map<String, Var> weights,
        Map<String, Var> memories,
        List<Var> outputs) {

    /**
     * The program of some steps of some examples.
     *
     * @param capacity for how many steps there is room in the caches of attentions
     * @param narrow the layers that multiply in other numbers than float32
     */
    static DecodeProgram of(
            TimeAxis axis, Map<String, Long> sizes, int examples, int steps, int capacity, LayerPrecisions narrow) {
        Trace trace = new Trace();
        Graph graph = axis.steps(steps, sizes);
        StepSource source = new StepSource(trace, axis, examples, steps, capacity);
        TracedGraph traced = TracedGraph.of(graph, source, examples, false);
        traced.carried().values().forEach(state -> trace.assign(state.before(), state.after()));
        List<Var> outputs = graph.outputs().stream()
                .map(output -> {
                    Var value = traced.value(output.wire());
                    Var last = axis.has(output.wire()) ? value.slice(1, steps - 1, 1) : value;
                    return last.cast(PredictProgram.given(output));
                })
                .toList();
        for (int i = 0; i < outputs.size(); i++) {
            trace.output(graph.outputs().get(i).name(), outputs.get(i));
        }
        return new DecodeProgram(
                Passes.apply(Passes.forStableWeights(), NarrowLayers.finish(trace, narrow)),
                traced.inputs(),
                source.position(),
                source.masks(),
                traced.weights(),
                source.memories(),
                outputs);
    }
}
