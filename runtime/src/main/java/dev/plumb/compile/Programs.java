package dev.plumb.compile;

import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Metric;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.Constraints;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.Regularizers;
import dev.plumb.train.SampleMetrics;
import dev.plumb.weights.WeightStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of a model, each for one batch size: predict, evaluate, train (loss and gradients), and, over flat arrays, the update of
 * the weights. All go through the same passes.
 */
final class Programs {
    static final String LOSS = "loss";
    static final String WEIGHTS = "weights";
    static final String GRADIENTS = "gradients";

    private Programs() {}

    static String outputName(String output) {
        return "output " + output;
    }

    static String targetName(String output) {
        return "target " + output;
    }

    static String lossName(String output) {
        return "loss of " + output;
    }

    static String metricSum(String output, int index) {
        return "sum of metric " + index + " of " + output;
    }

    static String metricCount(String output, int index) {
        return "count of metric " + index + " of " + output;
    }

    static String gradientName(String path) {
        return "gradient of " + path;
    }

    /** The type of the targets of an output: classes for a loss with sparse targets, otherwise as the output. */
    static ArrayType targetType(int batch, Graph.Output output, OutputTraining training) {
        Shape shape = output.type().shape();
        return training.loss().hasSparseTargets()
                ? TracedGraph.batched(batch, new Shape(shape.dims().subList(0, shape.rank() - 1)), DType.INT32)
                : TracedGraph.batched(batch, shape, DType.FLOAT32);
    }

    /** The outputs of the model. */
    static Program predict(Graph graph, int batch) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, false);
        graph.outputs()
                .forEach(output -> trace.output(
                        outputName(output.name()), traced.prediction(output).value()));
        return Passes.optimize(trace.finish());
    }

    /** Loss and metrics. */
    static Program evaluate(Graph graph, List<OutputTraining> outputs, WeightStore weights, int batch) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, false);
        score(graph, outputs, weights, batch, trace, traced);
        return Passes.optimize(trace.finish());
    }

    /** Loss and metrics, the gradients of all trained weights, and the new values of moving statistics. */
    static Program train(Graph graph, List<OutputTraining> outputs, WeightStore weights, int batch) {
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, batch, true);
        Var loss = score(graph, outputs, weights, batch, trace, traced);
        List<String> paths = weights.entries().stream()
                .filter(WeightStore.Entry::trained)
                .map(WeightStore.Entry::path)
                .filter(traced.weights()::containsKey)
                .toList();
        List<Var> gradients =
                Gradients.of(loss, paths.stream().map(traced.weights()::get).toList());
        for (int i = 0; i < paths.size(); i++) {
            trace.output(gradientName(paths.get(i)), gradients.get(i));
        }
        return Passes.optimize(trace.finish());
    }

    private static Var score(
            Graph graph,
            List<OutputTraining> outputs,
            WeightStore weights,
            int batch,
            Trace trace,
            TracedGraph traced) {
        Var total = null;
        for (OutputTraining training : outputs) {
            Graph.Output output = output(graph, training.output());
            Prediction prediction = traced.prediction(output);
            Var target = trace.input(targetName(output.name()), targetType(batch, output, training));
            Var loss = mean(training.loss().perSample(prediction, target), prediction);
            trace.output(lossName(output.name()), loss);
            Var weighted = training.weight() == 1 ? loss : loss.times((float) training.weight());
            total = total == null ? weighted : total.plus(weighted);
            for (int i = 0; i < training.metrics().size(); i++) {
                metric(training, i, prediction, target, trace);
            }
        }
        if (total == null) {
            throw new IllegalArgumentException("no output has a loss");
        }
        for (WeightStore.Entry entry : weights.entries()) {
            Var weight = traced.weights().get(entry.path());
            if (weight != null
                    && entry.trained()
                    && !entry.weight().regularizer().isNone()) {
                total = total.plus(Regularizers.penalty(entry.weight().regularizer(), weight));
            }
        }
        trace.output(LOSS, total);
        return total;
    }

    /** The mean over all samples; where there is a mask, over the valid ones. */
    private static Var mean(Var values, Prediction prediction) {
        return prediction
                .mask()
                .filter(mask -> mask.shape().equals(values.shape()))
                .map(mask -> values.times(mask).sum().dividedBy(mask.sum()))
                .orElseGet(values::mean);
    }

    private static void metric(OutputTraining training, int index, Prediction prediction, Var target, Trace trace) {
        Metric metric = training.metrics().get(index);
        Var values = SampleMetrics.perSample(
                metric, prediction, target, training.loss().hasSparseTargets());
        Optional<Var> valid = prediction.mask().filter(mask -> mask.shape().equals(values.shape()));
        trace.output(
                metricSum(training.output(), index),
                valid.map(values::times).orElse(values).sum());
        trace.output(
                metricCount(training.output(), index),
                valid.map(Var::sum).orElseGet(() -> trace.constant(values.type().elements())));
    }

    static Graph.Output output(Graph graph, String name) {
        return graph.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("model '" + graph.name() + "' has no output '" + name + "'"));
    }

    /** The optimizer's rule over flat arrays. */
    static Program update(Optimizer optimizer, int elements) {
        Trace trace = new Trace();
        ArrayType flat = ArrayType.float32(elements);
        Var weights = trace.weight(WEIGHTS, flat);
        Var gradients = trace.weight(GRADIENTS, flat);
        Map<String, Var> slots = new LinkedHashMap<>();
        optimizer.slots().forEach(slot -> slots.put(slot, trace.weight(slot, flat)));
        Map<String, Var> scalars = new HashMap<>();
        optimizer.scalars().forEach(scalar -> scalars.put(scalar, trace.input(scalar, ArrayType.float32())));
        Optimizer.Update update = optimizer.update(new Optimizer.State(weights, gradients, slots, scalars));
        update.slots().forEach((slot, value) -> trace.assign(slots.get(slot), value));
        trace.assign(weights, update.weights());
        return Passes.optimize(trace.finish());
    }

    /** What holds for weights after each update; without instructions if nothing does. */
    static Program constrain(WeightStore weights) {
        Trace trace = new Trace();
        for (WeightStore.Entry entry : weights.entries()) {
            if (entry.trained() && entry.weight().constraint().value() != ConstraintKind.NONE) {
                Var weight = trace.weight(entry.path(), entry.type());
                trace.assign(weight, Constraints.enforced(entry.weight().constraint(), weight));
            }
        }
        return Passes.optimize(trace.finish());
    }
}
