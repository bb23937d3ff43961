package dev.plumb.onnx.read;

import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.WeightSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layers of a model that its outputs need, applied anew. */
final class FinishedReading {
    private final GraphBuilder builder;
    private final LayerNaming names = new LayerNaming();
    private final Map<String, Wire> wires = new HashMap<>();
    private final Map<String, Wire> firsts = new HashMap<>();
    private final List<WeightSource.Layer> weights = new ArrayList<>();

    private FinishedReading(String model) {
        this.builder = GraphBuilder.named(model);
    }

    /** @param steps by the names that they had while the model was read */
    static FinishedReading of(
            String model, List<Reading.InputStep> inputs, Map<String, Reading.LayerStep> steps, List<Wire> outputs) {
        FinishedReading finished = new FinishedReading(model);
        inputs.forEach(input -> finished.wires.put(
                input.name(), finished.builder.input(finished.names.free(input.name()), input.shape(), input.dtype())));
        Set<String> needed = needed(steps, outputs);
        steps.forEach((before, step) -> {
            if (needed.contains(before)) {
                finished.wires.put(before, finished.applied(step));
            }
        });
        outputs.forEach(output -> finished.builder.output(finished.wire(output)));
        return finished;
    }

    private static Set<String> needed(Map<String, Reading.LayerStep> steps, List<Wire> outputs) {
        Set<String> needed = new HashSet<>();
        Deque<Wire> ahead = new ArrayDeque<>(outputs);
        while (!ahead.isEmpty()) {
            String source = source(ahead.pop());
            Reading.LayerStep step = steps.get(source);
            if (needed.add(source) && step != null) {
                ahead.addAll(step.from());
            }
        }
        return needed;
    }

    /** The name of the layer or input that gives a tensor. */
    private static String source(Wire wire) {
        return wire.name().replaceFirst("\\..*", "");
    }

    private Wire applied(Reading.LayerStep step) {
        Wire[] from = step.from().stream().map(this::wire).toArray(Wire[]::new);
        String name = names.free(step.wanted());
        Wire first = firsts.get(step.first().name());
        if (first != null && !step.weights().isEmpty()) {
            return builder.applyAgain(name, first, from);
        }
        Wire wire = builder.apply(name, step.layer(), from);
        firsts.put(step.first().name(), wire);
        if (!step.weights().isEmpty()) {
            weights.add(new ReadLayer(name, List.copyOf(step.weights().values())));
        }
        return wire;
    }

    /** What a tensor is in the finished model. */
    Wire wire(Wire before) {
        String source = source(before);
        Wire wire = wires.get(source);
        if (wire == null) {
            throw new IllegalArgumentException("'" + source + "' is no part of the model");
        }
        return source.equals(before.name()) ? wire : wire.output(before.name().substring(source.length() + 1));
    }

    GraphBuilder builder() {
        return builder;
    }

    /** By the names of layers, in their order. */
    List<WeightSource.Layer> weights() {
        return List.copyOf(weights);
    }
}
