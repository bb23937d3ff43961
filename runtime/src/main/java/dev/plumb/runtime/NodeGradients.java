package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import dev.plumb.compile.Execution;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.compose.Part;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.weights.WeightStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of outputs for the values of layers. Any number of threads at the same time. */
final class NodeGradients {
    /** Pairs of output and layer whose plans are kept. */
    private static final int KEPT = 4;

    private final Graph graph;
    private final WeightStore weights;
    private final Vocabularies vocabularies;
    private final Execution execution;
    private final Map<List<String>, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);

    /** The part of the model that is needed, with the output first, and what computes it. */
    private record Prepared(Graph part, PredictPlans plans) {
        TensorType output() {
            return part.outputs().get(0).type();
        }
    }

    NodeGradients(Graph graph, WeightStore weights, Execution execution, Vocabularies vocabularies) {
        this.graph = graph;
        this.vocabularies = vocabularies;
        this.weights = weights;
        this.execution = execution;
    }

    /** Of one class, for each example. */
    NodeGradient of(List<INDArray> inputs, String output, int index, String node) {
        Map<String, Long> names = InputCheck.of(graph, false).inputs(inputs).sizes();
        Prepared ready = prepared(output, node);
        long[] shape = shape(ready, names, inputs);
        long classes = shape[shape.length - 1];
        if (shape.length == 1 || index < 0 || index >= classes) {
            throw new IllegalArgumentException("'" + output + "' of model '" + graph.name() + "' is " + ready.output()
                    + ": there is no class " + index + " on its last axis");
        }
        float[] upstream = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = index; i < upstream.length; i += (int) classes) {
            upstream[i] = 1;
        }
        return computed(ready, names, inputs, Nd4j.create(upstream, shape, 'c'));
    }

    /** Of the sum of the output times these numbers. */
    NodeGradient of(List<INDArray> inputs, String output, INDArray upstream, String node) {
        Map<String, Long> names = InputCheck.of(graph, false).inputs(inputs).sizes();
        Prepared ready = prepared(output, node);
        long[] shape = shape(ready, names, inputs);
        if (upstream == null || !Arrays.equals(upstream.shape(), shape)) {
            throw new InputException("the upstream gradient of '" + output + "' has the shape "
                    + ArrayShapes.text(shape) + " for these examples: found "
                    + (upstream == null ? "null" : ArrayShapes.text(upstream)));
        }
        return computed(ready, names, inputs, upstream);
    }

    private NodeGradient computed(Prepared ready, Map<String, Long> names, List<INDArray> inputs, INDArray upstream) {
        Map<String, INDArray> given = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            given.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        List<INDArray> ofPart = ready.part().inputs().stream()
                .map(input -> given.get(input.name()))
                .toList();
        List<Rows> rows = new ArrayList<>(Predictor.rows(ready.part(), ofPart));
        if (!ready.part().preprocessing().isEmpty()) {
            Predictor before = new Predictor(
                    ready.part(),
                    weights,
                    execution,
                    new Intake(ready.part(), vocabularies),
                    new RecurrentStates(graph.name()));
            rows = new ArrayList<>(before.preprocessed(ofPart).stream()
                    .map(array -> Rows.of("fed", array))
                    .toList());
        }
        rows.add(Rows.of("upstream", upstream));
        int examples = Math.toIntExact(inputs.get(0).size(0));
        List<INDArray> results = Predictor.inBatches(ready.plans(), names, rows, examples);
        return new NodeGradient(results.get(0), results.get(1));
    }

    private static long[] shape(Prepared ready, Map<String, Long> names, List<INDArray> inputs) {
        long[] one = ready.output().shape().bind(names).sizes();
        long[] shape = new long[one.length + 1];
        shape[0] = inputs.get(0).size(0);
        System.arraycopy(one, 0, shape, 1, one.length);
        return shape;
    }

    private synchronized Prepared prepared(String output, String node) {
        Objects.requireNonNull(output, "the output whose gradients are wanted is null");
        Objects.requireNonNull(node, "the layer with respect to whose output the gradients are wanted is null");
        Prepared ready = prepared.computeIfAbsent(List.of(output, node), key -> prepare(output, node));
        if (prepared.size() > KEPT) {
            prepared.remove(prepared.keySet().iterator().next());
        }
        return ready;
    }

    private Prepared prepare(String output, String node) {
        boolean input = graph.inputs().stream().anyMatch(each -> each.name().equals(node));
        Graph part = Part.upTo(graph, input ? List.of(output) : List.of(output, node));
        TensorName tensor = input
                ? TensorName.of(node)
                : part.outputs().get(part.outputs().size() - 1).wire();
        TensorType type = input
                ? graph.inputs().stream()
                        .filter(each -> each.name().equals(node))
                        .findFirst()
                        .orElseThrow()
                        .type()
                : part.outputs().get(part.outputs().size() - 1).type();
        if (type.dtype() != DType.FLOAT32) {
            throw new IllegalArgumentException(
                    "'" + node + "' of model '" + graph.name() + "' is " + type + ": only floats have gradients");
        }
        TensorName from = part.outputs().get(0).wire();
        if (from.equals(tensor) || !leads(part, tensor, from)) {
            throw new IllegalArgumentException("'" + output + "' of model '" + graph.name() + "' does not follow from '"
                    + node + "': it has no gradient for it");
        }
        return new Prepared(part, PredictPlans.gradient(part, tensor, weights, execution));
    }

    private static boolean leads(Graph part, TensorName tensor, TensorName output) {
        Map<String, Node> nodes = new HashMap<>();
        part.nodes().forEach(node -> nodes.put(node.name(), node));
        Set<TensorName> seen = new HashSet<>();
        Deque<TensorName> queue = new ArrayDeque<>(List.of(output));
        while (!queue.isEmpty()) {
            TensorName next = queue.remove();
            if (next.equals(tensor)) {
                return true;
            }
            Node node = nodes.get(next.source());
            if (node != null && seen.add(next)) {
                queue.addAll(node.inputs());
            }
        }
        return false;
    }
}
