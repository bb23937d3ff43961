package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Map;

/**
 * What predicts one batch.
 *
 * @param inputs in the order of the graph
 * @param weights by path
 * @param outputs in the order of the graph
 */
record PredictProgram(Program program, List<Var> inputs, Map<String, Var> weights, List<Var> outputs) {

    static PredictProgram of(Graph graph, int batch) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, false);
        List<Var> outputs = graph.outputs().stream()
                .map(output -> traced.prediction(output).value())
                .toList();
        for (int i = 0; i < outputs.size(); i++) {
            trace.output(graph.outputs().get(i).name(), outputs.get(i));
        }
        return new PredictProgram(Passes.optimize(trace.finish()), traced.inputs(), traced.weights(), outputs);
    }
}
