package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All programs of a model, as products run them. */
public final class GalleryPrograms {

    private GalleryPrograms() {}

    /** By what they do: predict, evaluate, train, update. */
    public static Map<String, Program> of(Graph graph, int batch) {
        return of(graph, batch, Set.of());
    }

    /** The same with these layers in bfloat16. */
    public static Map<String, Program> of(Graph graph, int batch, Set<String> narrow) {
        Sizes sizes = sizes(batch, narrow);
        WeightStore weights = WeightStore.initialized(graph, 1);
        List<OutputTraining> outputs = outputs(graph);
        int elements = Math.toIntExact(Math.max(1, weights.trainableElements()));
        Map<String, Program> programs = new LinkedHashMap<>();
        programs.put("predict one", PredictProgram.of(graph, sizes(1, narrow)).program());
        programs.put("predict", PredictProgram.of(graph, sizes).program());
        programs.put(
                "evaluate",
                StepProgram.evaluation(graph, outputs, weights, sizes).program());
        programs.put(
                "train",
                StepProgram.training(graph, outputs, weights, sizes, new Trace())
                        .program());
        programs.put(
                "constrain", ConstraintProgram.of(weights, Trainability.ALL).program());
        programs.put("update by Adam", UpdateProgram.of(Adam.of(), elements).program());
        programs.put(
                "update by SGD",
                UpdateProgram.of(new SGD(0.1, 0.9, true), elements).program());
        return programs;
    }

    /** The outputs of a call in training and the gradients of their sum for all weights. */
    public static Program differentiated(Graph graph, int batch) {
        return differentiated(graph, batch, Set.of());
    }

    /** The same with these layers in bfloat16. */
    public static Program differentiated(Graph graph, int batch, Set<String> narrow) {
        return differentiation(graph, batch, narrow).program();
    }

    /** A program with what layers have made of it. */
    record Differentiated(Program program, StepLayers layers) {}

    /** The same, with the layers. */
    static Differentiated differentiation(Graph graph, int batch, Set<String> narrow) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, true);
        Var total = trace.constant(0);
        for (Graph.Output output : graph.outputs()) {
            Var value = traced.prediction(output).value();
            trace.output(output.name(), value);
            total = total.plus(value.cast(DType.FLOAT32).square().sum());
        }
        List<String> paths = List.copyOf(traced.weights().keySet());
        int firstGradient = trace.size();
        List<Var> gradients =
                Gradients.of(total, paths.stream().map(traced.weights()::get).toList());
        for (int i = 0; i < paths.size(); i++) {
            trace.output("gradient of " + paths.get(i), gradients.get(i));
        }
        Program program = Passes.optimize(NarrowLayers.finish(trace, LayerPrecisions.ofBfloat16(narrow)));
        return new Differentiated(program, StepLayers.of(trace, firstGradient));
    }

    /** What predicts, with these layers in bfloat16. */
    static Program predicting(Graph graph, int batch, Set<String> narrow) {
        return PredictProgram.of(graph, sizes(batch, narrow)).program();
    }

    /** All layers of a graph. */
    public static Set<String> layers(Graph graph) {
        return graph.nodes().stream().map(Node::name).collect(Collectors.toSet());
    }

    private static Sizes sizes(int batch, Set<String> narrow) {
        return new Sizes(
                batch, Map.of(), Threads.BY_WORK, Optional.empty(), Scoring.STATED, LayerPrecisions.ofBfloat16(narrow));
    }

    static List<OutputTraining> outputs(Graph graph) {
        return graph.outputs().stream()
                .filter(output -> output.loss().isPresent())
                .map(output -> new OutputTraining(
                        output.name(), Losses.of(output.loss().get()), 1, output.metrics()))
                .toList();
    }
}
