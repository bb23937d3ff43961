package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.Copy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What predicts one batch.
 *
 * @param inputs in the order of the graph
 * @param dropoutSeed what dropout masks are made from, if there are any
 * @param weights by path
 * @param states what stateful layers keep of each example, by path
 * @param outputs in the order of the graph
 */
record PredictProgram(
        Program program,
        List<Var> inputs,
        Optional<Var> dropoutSeed,
        Map<String, Var> weights,
        Map<String, CarriedState> states,
        List<Var> outputs) {

    /** Makes the program of a graph whose sizes are all known, for so many examples. */
    interface Maker {
        PredictProgram of(Graph graph, Sizes sizes);
    }

    /** The outputs of a model. */
    static PredictProgram of(Graph graph, int batch) {
        return of(graph, new Sizes(batch, Map.of(), Threads.BY_WORK));
    }

    /** The outputs of a model whose sizes are all known. */
    static PredictProgram of(Graph graph, Sizes sizes) {
        return outputs(graph, sizes, false);
    }

    /** The outputs of a model as they are in training: with dropout, with the statistics of the batch. */
    static PredictProgram training(Graph graph, Sizes sizes) {
        return outputs(graph, sizes, true);
    }

    private static PredictProgram outputs(Graph graph, Sizes sizes, boolean training) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, sizes.batch(), training);
        return of(
                sizes,
                trace,
                traced,
                traced.inputs(),
                graph.outputs().stream().map(Graph.Output::name).toList(),
                outputs(graph, traced));
    }

    /** The outputs of a model: whole numbers as such, all else as floats. */
    static List<Var> outputs(Graph graph, TracedGraph traced) {
        Set<String> fed = new HashSet<>();
        for (Graph.Input input : graph.fed()) {
            fed.add(input.name());
        }
        List<Var> outputs = new ArrayList<>();
        for (Graph.Output output : graph.outputs()) {
            outputs.add(
                    fed.contains(output.wire().source())
                            ? traced.value(output.wire()).cast(given(output)).apply(new Copy())
                            : traced.prediction(output).value().cast(given(output)));
        }
        return outputs;
    }

    /** What an output is given as. */
    static DType given(Graph.Output output) {
        return output.type().dtype() == DType.INT32 ? DType.INT32 : DType.FLOAT32;
    }

    /**
     * The value of a tensor, and the gradient of the first output for it: of the sum of that output times an array of its shape, which is the
     * last input.
     */
    static PredictProgram gradient(Graph graph, TensorName tensor, Sizes sizes) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, sizes.batch(), false);
        Var output = traced.prediction(graph.outputs().get(0)).value();
        Var upstream = trace.input("upstream", output.type());
        Var value = traced.value(tensor);
        Var gradient =
                Gradients.of(output.times(upstream).sum(), List.of(value)).get(0);
        List<Var> inputs = new ArrayList<>(traced.inputs());
        inputs.add(upstream);
        // Copies: either may be an input, or the other's value.
        return of(
                sizes,
                trace,
                traced,
                inputs,
                List.of("value", "gradient"),
                List.of(value.apply(new Copy()), gradient.apply(new Copy())));
    }

    /** The values of tensors, as floats. */
    static PredictProgram values(Graph graph, List<TensorName> tensors, Sizes sizes) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, sizes.batch(), false);
        // Copies: any may be an input, or the value of another.
        List<Var> values = tensors.stream()
                .map(tensor -> traced.value(tensor).cast(DType.FLOAT32).apply(new Copy()))
                .toList();
        return of(
                sizes,
                trace,
                traced,
                traced.inputs(),
                tensors.stream().map(TensorName::toString).toList(),
                values);
    }

    private static PredictProgram of(
            Sizes sizes, Trace trace, TracedGraph traced, List<Var> inputs, List<String> names, List<Var> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            trace.output(names.get(i), outputs.get(i));
        }
        Map<String, CarriedState> states = CarriedState.outputs(trace, traced.carried());
        return new PredictProgram(
                Passes.apply(Passes.forStableWeights(), NarrowLayers.finish(trace, sizes.narrow())),
                inputs,
                traced.dropoutSeed(),
                traced.weights(),
                states,
                outputs);
    }
}
