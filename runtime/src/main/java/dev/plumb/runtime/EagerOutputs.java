package dev.plumb.runtime;

import dev.plumb.compile.BatchScores;
import dev.plumb.compile.EagerTape;
import dev.plumb.compile.LayerTape;
import dev.plumb.compile.OutputScore;
import dev.plumb.compile.Targets;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.BatchValues;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The outputs of an eager model, named and scored. */
final class EagerOutputs {
    private final String model;
    private final List<OutputTraining> outputs;
    private @Nullable Graph last;

    EagerOutputs(String model, List<OutputTraining> outputs) {
        this.model = model;
        this.outputs = List.copyOf(outputs);
    }

    /** The scores of a batch, and the total loss to differentiate. */
    record Scored(Var total, List<OutputScore> outputs, List<Var> added, EagerContext context) implements BatchScores {
        @Override
        public float loss() {
            return context.number(total);
        }

        @Override
        public float loss(int output) {
            return context.number(outputs.get(output).loss());
        }

        @Override
        public float addedLoss(int index) {
            return context.number(added.get(index));
        }

        @Override
        public float metricSum(int output, int metric) {
            return context.number(outputs.get(output).metrics().get(metric).sum());
        }

        @Override
        public float metricCount(int output, int metric) {
            return context.number(outputs.get(output).metrics().get(metric).count());
        }
    }

    /**
     * What a batch is scored by, with the weights of losses that hold for it.
     *
     * @param added losses beside those of the outputs
     * @param weights of the samples of the batch
     */
    record Losses(List<OutputTraining> outputs, List<AddedLoss> added, EagerSampleWeights weights) {}

    /** Scores what a model gave for a batch, once for all examples or for each. */
    <T> Scored score(
            EagerModel<?, ?> of,
            GradientTape tape,
            List<?> results,
            Batch<?, T> batch,
            Structure<T> targets,
            Losses losses) {
        EagerContext context = tape.context();
        List<INDArray> arrays = targets.arrays(batch.targets());
        List<Prediction> predictions = new ArrayList<>();
        for (OutputTraining output : outputs) {
            predictions.add(joined(
                    context,
                    output.output(),
                    results.stream()
                            .map(result -> value(output.output(), result))
                            .toList(),
                    batch.size()));
        }
        Graph graph = checked(predictions);
        List<OutputScore> scores = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            OutputTraining output = outputs.get(i);
            INDArray array = arrays.get(targets.names().indexOf(output.output()));
            InputCheck.of(graph, false).target(output, array);
            Prediction prediction = predictions.get(i);
            Var target = target(context, output, prediction, array);
            scores.add(OutputScore.of(tape.tape().recorder(), output, prediction, target, losses.weights().of(context, output.output(), array)));
        }
        BatchValues values = values(predictions, scores);
        List<Var> added = losses.added().stream()
                .map(loss -> LayerTape.added(loss, values))
                .toList();
        EagerTape recorded = tape.tape();
        Var total = recorded.total(
                losses.outputs(), scores, losses.added(), added, of.store(), of.trainability());
        return new Scored(total, scores, added, context);
    }

    private BatchValues values(List<Prediction> predictions, List<OutputScore> scores) {
        Map<String, Var> given = new LinkedHashMap<>();
        Map<String, Var> targets = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            given.put(outputs.get(i).output(), predictions.get(i).value());
            targets.put(outputs.get(i).output(), scores.get(i).target());
        }
        return new BatchValues(Map.of(), given, targets);
    }

    private static Var target(EagerContext context, OutputTraining output, Prediction prediction, INDArray array) {
        ArrayType type = Targets.of(output.loss(), prediction.value().shape());
        Var target = context.array(array.castTo(type.dtype() == DType.INT32 ? DataType.INT32 : DataType.FLOAT));
        return target.reshape(type.shape());
    }

    /** The output of that name among what a model gave. */
    private Var value(String name, Object result) {
        if (result instanceof Var value && outputs.size() == 1) {
            return value;
        }
        if (result instanceof List<?> list
                && list.size() == outputs.size()
                && list.get(IntStream.range(0, outputs.size())
                                .filter(i -> outputs.get(i).output().equals(name))
                                .findFirst()
                                .orElseThrow())
                        instanceof Var value) {
            return value;
        }
        if (result instanceof Map<?, ?> map && map.get(name) instanceof Var value) {
            return value;
        }
        List<String> names = outputs.stream().map(OutputTraining::output).toList();
        throw new IllegalStateException("model '" + model + "' is trained by its outputs " + names
                + ", and its call gave " + text(result)
                + (outputs.size() == 1
                        ? ": expected a Var"
                        : ": expected a list of Vars in this order, or a map of them by these names"));
    }

    private static String text(Object result) {
        if (result instanceof Map<?, ?> map) {
            return "a map of " + map.keySet();
        }
        return result instanceof List<?> list
                ? "a list of " + list.size()
                : result == null ? "null" : "a " + result.getClass().getSimpleName();
    }

    /** The predictions of single examples as those of a batch. */
    private Prediction joined(EagerContext context, String name, List<Var> values, int examples) {
        List<Prediction> parts =
                values.stream().map(value -> context.tape().prediction(value)).toList();
        for (int i = 0; i < values.size(); i++) {
            List<Integer> shape = values.get(i).shape();
            int expected = values.size() == 1 ? examples : 1;
            boolean same = !shape.isEmpty()
                    && shape.subList(1, shape.size())
                            .equals(values.get(0).shape().subList(1, shape.size()));
            if (!same || shape.get(0) != expected) {
                throw new IllegalStateException("output '" + name + "' of model '" + model + "' is " + values.get(i)
                        + (values.size() == 1 ? "" : " for example " + i + " of the batch")
                        + ": expected the batch axis first, of size " + expected
                        + (same ? "" : ", and the shape of the first example behind it, " + values.get(0)));
            }
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        ActivationFunction activation = parts.get(0).activation();
        boolean known = activation != ActivationFunction.LINEAR
                && parts.stream().allMatch(part -> part.activation() == activation);
        Var value = together(parts, Prediction::value);
        Optional<Var> mask = parts.stream().allMatch(part -> part.mask().isPresent())
                ? Optional.of(together(parts, part -> part.mask().orElseThrow()))
                : Optional.empty();
        return known
                ? new Prediction(value, activation, together(parts, Prediction::logits), mask)
                : new Prediction(value, ActivationFunction.LINEAR, value, mask);
    }

    private static Var together(List<Prediction> parts, Function<Prediction, Var> part) {
        Var[] rest = parts.stream().skip(1).map(part).toArray(Var[]::new);
        return part.apply(parts.get(0)).concatenate(0, rest);
    }

    /** The outputs as a graph, whose losses and metrics are checked once for the types that they have. */
    private Graph checked(List<Prediction> predictions) {
        Graph graph = graph(predictions);
        if (!graph.equals(last)) {
            TrainedOutputs.require(graph, outputs);
            last = graph;
        }
        return graph;
    }

    /** What the checks of losses and targets know. */
    private Graph graph(List<Prediction> predictions) {
        List<Draft.Input> sources = new ArrayList<>();
        List<Draft.Output> drafts = new ArrayList<>();
        List<Graph.Input> wires = new ArrayList<>();
        List<Graph.Output> named = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            Var value = predictions.get(i).value();
            long[] sizes =
                    value.shape().stream().skip(1).mapToLong(size -> size).toArray();
            TensorType type = TensorType.of(Shape.of(sizes), DType.FLOAT32);
            String name = outputs.get(i).output();
            sources.add(new Draft.Input(name, type, TensorKind.TENSOR));
            drafts.add(new Draft.Output(name, Optional.empty(), List.of()));
            wires.add(new Graph.Input(name, type));
            named.add(new Graph.Output(name, TensorName.of(name), type, Optional.empty(), List.of()));
        }
        return new Graph(new Draft(model, sources, List.of(), drafts), wires, List.of(), named);
    }
}
