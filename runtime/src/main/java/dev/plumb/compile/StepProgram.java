package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Copy;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.BatchValues;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Regularizers;
import dev.plumb.train.SampleLoss;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What scores one batch, and for training finds out how the weights are to change. It changes none: a step whose loss is no number is not
 * taken.
 *
 * @param inputs in the order of the graph
 * @param dropoutSeed what dropout masks are made from, if there are any
 * @param weights by path
 * @param scores of the outputs, in the order in which their losses are given
 * @param total the losses of the outputs with those that are added, by their weights
 * @param loss the total with penalties
 * @param gradients of the loss, by the paths of the trained weights; none in evaluation
 * @param moved the new values of moving statistics, and of trained weights that layers replace, by path; none in evaluation
 * @param states what stateful layers keep of each example, by path
 * @param gathered what parts of a divided batch tell each other, in order
 * @param lossScale an input: what the loss is multiplied by before gradients are taken, if it is
 * @param isMean whether loss and gradients of a batch are the means over those of equally large parts of it, and metrics the sums
 * @param layers what of it layers have made
 */
record StepProgram(
        Program program,
        List<Var> inputs,
        Optional<Var> dropoutSeed,
        Map<String, Var> weights,
        List<OutputScore> scores,
        TotalLoss total,
        Var loss,
        Map<String, Var> gradients,
        Map<String, Var> moved,
        Map<String, CarriedState> states,
        List<Var> gathered,
        Optional<Var> lossScale,
        boolean isMean,
        StepLayers layers) {

    /** Loss and metrics as stated. */
    static StepProgram evaluation(Graph graph, List<OutputTraining> outputs, WeightStore weights, int batch) {
        return evaluation(graph, outputs, weights, new Sizes(batch, Map.of(), Threads.BY_WORK));
    }

    /** Loss and metrics of a graph whose sizes are all known. */
    static StepProgram evaluation(Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes) {
        return evaluation(graph, outputs, weights, sizes, Share.WHOLE);
    }

    /**
     * The same for a part of a batch. Loss and metrics are its own.
     *
     * @param sizes with the examples of the part
     */
    static StepProgram evaluation(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes, Share share) {
        int batch = sizes.batch();
        Scoring scoring = sizes.scoring();
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, new TraceSource(trace, batch), batch, false, share);
        List<OutputScore> scores = scores(graph, outputs, batch, trace, traced, scoring, share);
        TotalLoss total = total(graph, outputs, scores, trace, traced, scoring);
        Var loss = penalized(total, weights, graph.trainedWeights(), traced);
        show(trace, outputs, scores, scoring, total, loss);
        return of(sizes, trace, traced, scores, total, loss, Map.of(), Map.of(), Optional.empty(), StepLayers.NONE);
    }

    /** Loss and metrics, the gradients of the weights that are not frozen, and the new values of moving statistics. */
    static StepProgram training(Graph graph, List<OutputTraining> outputs, WeightStore weights, int batch) {
        return training(graph, outputs, weights, new Sizes(batch, Map.of(), Threads.BY_WORK), new Trace());
    }

    /** The same of a graph whose sizes are all known, recorded by a trace. */
    static StepProgram training(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes, Trace trace) {
        return training(graph, outputs, weights, sizes, trace, false);
    }

    /**
     * The same.
     *
     * @param scaled whether gradients are those of the loss times a number
     */
    static StepProgram training(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes, Trace trace, boolean scaled) {
        return training(graph, outputs, weights, sizes, trace, scaled, Share.WHOLE);
    }

    /**
     * The same for a part of a batch. Loss and metrics are its own; its gradients are its share in those of the batch, which are their sum.
     *
     * @param sizes with the examples of the part
     */
    static StepProgram training(
            Graph graph,
            List<OutputTraining> outputs,
            WeightStore weights,
            Sizes sizes,
            Trace trace,
            boolean scaled,
            Share share) {
        requireGradients(graph, sizes.narrow());
        int batch = sizes.batch();
        Scoring scoring = sizes.scoring();
        TracedGraph traced = TracedGraph.of(graph, new TraceSource(trace, batch), batch, true, share);
        List<OutputScore> scores = scores(graph, outputs, batch, trace, traced, scoring, share);
        Set<String> trained = graph.trainedWeights();
        TotalLoss total = total(graph, outputs, scores, trace, traced, scoring);
        Var loss = penalized(total, weights, trained, traced);
        List<String> paths = weights.entries().stream()
                .map(WeightStore.Entry::path)
                .filter(trained::contains)
                .filter(traced.weights()::containsKey)
                .toList();
        Optional<Var> scale = scaled ? Optional.of(trace.input("loss scale", ArrayType.float32())) : Optional.empty();
        Var shared = share.count() == 1 ? loss : loss.times(1f / share.count());
        Var differentiated = scale.map(shared::times).orElse(shared);
        int firstGradient = trace.size();
        List<Var> computed = Gradients.of(
                differentiated, paths.stream().map(traced.weights()::get).toList());
        show(trace, outputs, scores, scoring, total, loss);
        Map<String, Var> gradients = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < paths.size(); i++) {
            // Two weights may have the same gradient, each in its own place.
            Var gradient = computed.get(i);
            gradients.put(paths.get(i), taken.add(gradient.id()) ? gradient : gradient.apply(new Copy()));
        }
        gradients.forEach((path, gradient) -> trace.output("gradient of " + path, gradient));
        traced.moved().forEach((path, value) -> trace.output("moved " + path, value));
        StepLayers layers = StepLayers.of(trace, firstGradient);
        return of(sizes, trace, traced, scores, total, loss, gradients, traced.moved(), scale, layers);
    }

    private static void requireGradients(Graph graph, LayerPrecisions precisions) {
        if (!precisions.int8().isEmpty()) {
            throw new UnsupportedOperationException(
                    "model '" + graph.name() + "' cannot be trained in Precision.INT8, in which are "
                            + String.join(", ", new TreeSet<>(precisions.int8()))
                            + ": rounded to 8 bits, weights do not change by small steps, so there is no gradient. Train with"
                            + " precision(Precision.FLOAT32) or precision(Precision.BF16), and predict with"
                            + " precision(Precision.INT8)");
        }
    }

    private static StepProgram of(
            Sizes sizes,
            Trace trace,
            TracedGraph traced,
            List<OutputScore> scores,
            TotalLoss total,
            Var loss,
            Map<String, Var> gradients,
            Map<String, Var> moved,
            Optional<Var> lossScale,
            StepLayers layers) {
        Map<String, CarriedState> states = CarriedState.outputs(trace, traced.carried());
        List<Var> gathered = gathered(trace);
        gathered.forEach(value -> trace.output("of all parts", value));
        return new StepProgram(
                Passes.optimize(NarrowLayers.finish(trace, sizes.narrow())),
                traced.inputs(),
                traced.dropoutSeed(),
                traced.weights(),
                scores,
                total,
                loss,
                gradients,
                moved,
                states,
                gathered,
                lossScale,
                isMean(traced, scores, total),
                layers);
    }

    /**
     * The same, but some parts are computed again where gradients read them, instead of keeping their values.
     *
     * @param parts as of {@link StepLayers#recomputing}
     */
    StepProgram recomputing(Set<String> parts) {
        return new StepProgram(
                layers.recomputing(parts).apply(program),
                inputs,
                dropoutSeed,
                weights,
                scores,
                total,
                loss,
                gradients,
                moved,
                states,
                gathered,
                lossScale,
                isMean,
                layers);
    }

    private static List<Var> gathered(Trace trace) {
        return trace.instructions().stream()
                .filter(instruction -> instruction.op() instanceof AllGather)
                .map(instruction -> trace.variable(instruction.output()))
                .toList();
    }

    /** What users' code computes of a batch is not known. */
    private static boolean isMean(TracedGraph traced, List<OutputScore> scores, TotalLoss total) {
        return scores.stream().allMatch(OutputScore::isMean)
                && total.added().isEmpty()
                && traced.losses().isEmpty()
                && traced.ran().isEmpty()
                && !traced.keepsOwnStatistics();
    }

    private static void show(
            Trace trace,
            List<OutputTraining> outputs,
            List<OutputScore> scores,
            Scoring scoring,
            TotalLoss total,
            Var loss) {
        trace.output("loss", loss);
        for (int i = 0; i < total.added().size(); i++) {
            trace.output("loss " + scoring.added().get(i).name(), total.added().get(i));
        }
        for (int i = 0; i < scores.size(); i++) {
            OutputScore score = scores.get(i);
            OutputTraining output = outputs.get(i);
            trace.output("loss of " + output.output(), score.loss());
            for (int m = 0; m < score.metrics().size(); m++) {
                List<Var> sums = score.metrics().get(m).sums();
                for (int s = 0; s < sums.size(); s++) {
                    // Two metrics may have a sum in common, each in its own place.
                    String label = "sum " + s + " of metric " + m + ", "
                            + output.metrics().get(m).label();
                    trace.output(label + " of " + output.output(), sums.get(s));
                }
            }
        }
    }

    private static List<OutputScore> scores(
            Graph graph,
            List<OutputTraining> outputs,
            int batch,
            Trace trace,
            TracedGraph traced,
            Scoring scoring,
            Share share) {
        if (outputs.isEmpty() && scoring.added().isEmpty()) {
            throw new IllegalArgumentException("no output has a loss");
        }
        List<OutputScore> scores = new ArrayList<>();
        for (OutputTraining training : outputs) {
            Graph.Output output = output(graph, training.output());
            Var target = trace.input("target of " + output.name(), targetType(batch, output, training));
            Optional<Function<ArrayType, Var>> weights = scoring.weighted().contains(output.name())
                    ? Optional.of(type -> trace.input("weights of " + output.name(), type))
                    : Optional.empty();
            scores.add(OutputScore.of(training, traced.prediction(output), target, weights, share));
        }
        return scores;
    }

    private static TotalLoss total(
            Graph graph,
            List<OutputTraining> outputs,
            List<OutputScore> scores,
            Trace trace,
            TracedGraph traced,
            Scoring scoring) {
        List<Var> added =
                scoring.added().isEmpty() ? List.of() : added(scoring.added(), values(graph, outputs, scores, traced));
        Optional<Function<String, Var>> settable = scoring.settable()
                ? Optional.of(name -> trace.input("weight of the loss " + name, ArrayType.float32()))
                : Optional.empty();
        return TotalLoss.of(trace, outputs, scores, scoring.added(), added, settable);
    }

    private static List<Var> added(List<AddedLoss> losses, BatchValues values) {
        return losses.stream().map(loss -> TotalLoss.scalar(loss, values)).toList();
    }

    private static BatchValues values(
            Graph graph, List<OutputTraining> outputs, List<OutputScore> scores, TracedGraph traced) {
        Map<String, Var> inputs = new LinkedHashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            inputs.put(graph.inputs().get(i).name(), traced.inputs().get(i));
        }
        Map<String, Var> given = new LinkedHashMap<>();
        graph.outputs()
                .forEach(output ->
                        given.put(output.name(), traced.prediction(output).value()));
        Map<String, Var> targets = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            targets.put(outputs.get(i).output(), scores.get(i).target());
        }
        return new BatchValues(inputs, given, targets);
    }

    /** With what layers in code have added, and the penalties on weights. */
    private static Var penalized(TotalLoss losses, WeightStore weights, Set<String> trained, TracedGraph traced) {
        Var total = losses.total();
        for (Var added : traced.losses()) {
            total = total.plus(added);
        }
        for (WeightStore.Entry entry : weights.entries()) {
            Var weight = traced.weights().get(entry.path());
            if (weight != null
                    && trained.contains(entry.path())
                    && !entry.weight().regularizer().isNone()) {
                Var used = traced.moved().getOrDefault(entry.path(), weight);
                total = total.plus(Regularizers.penalty(entry.weight().regularizer(), used));
            }
        }
        return total;
    }

    private static ArrayType targetType(int batch, Graph.Output output, OutputTraining training) {
        SampleLoss loss = training.loss();
        Shape shape = loss.targetShape(output.type().shape());
        return TracedGraph.batched(batch, shape, loss.hasSparseTargets() ? DType.INT32 : DType.FLOAT32);
    }

    private static Graph.Output output(Graph graph, String name) {
        return graph.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("model '" + graph.name() + "' has no output '" + name + "'"));
    }
}
