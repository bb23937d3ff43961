package dev.plumb.runtime;

import dev.plumb.compile.ObservedRun;
import dev.plumb.graph.Graph;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.Probe;
import dev.plumb.io.TensorData;
import dev.plumb.weights.WeightStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model with layers in code computes for a few examples: kept when it is saved, and compared when it is loaded. Layers of the library compute what
 * its tests say; so a model without code needs none.
 */
final class CodeProbe {
    private CodeProbe() {}

    /** Runs the model; empty if it has no code, its inputs are too large, or it refuses the examples. */
    static Optional<Probe> of(Graph graph, WeightStore weights) {
        return isNeeded(graph) ? of(graph, weights, false).or(() -> of(graph, weights, true)) : Optional.empty();
    }

    private static boolean isNeeded(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(node -> DeclaredWeights.code(node).isPresent());
    }

    private static Optional<Probe> of(Graph graph, WeightStore weights, boolean zeros) {
        Optional<ProbeInputs> drawn = ProbeInputs.of(graph, zeros);
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        ProbeInputs inputs = drawn.get();
        try {
            return Optional.of(run(graph, weights, inputs.examples(), inputs.sizes(), inputs.arrays(), seen -> {
                List<Probe.Sample> layers = new ArrayList<>();
                List<Probe.Sample> outputs = new ArrayList<>();
                seen.forEach(one -> (one.code().isPresent() ? layers : outputs)
                        .add(sample(one.name(), one.numbers(), seen.size())));
                return new Probe(inputs.examples(), inputs.sizes(), inputs.arrays(), layers, outputs);
            }));
        } catch (RuntimeException e) {
            // Code may take only some numbers, as a table of its own has only some rows. A model that trains can be
            // saved all the same.
            return Optional.empty();
        }
    }

    private static <R> R run(
            Graph graph,
            WeightStore weights,
            int examples,
            Map<String, Long> sizes,
            List<TensorData> inputs,
            ObservedRun.Reader<R> reader) {
        return ObservedRun.of(
                graph,
                weights,
                sizes,
                examples,
                inputs.stream().map(TensorData::bytes).toList(),
                reader);
    }

    private static Probe.Sample sample(String name, FloatBuffer numbers, int arrays) {
        int elements = numbers.capacity();
        int kept = Probe.kept(elements, arrays);
        ByteBuffer bytes = ByteBuffer.allocate(kept * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < kept; i++) {
            bytes.putFloat(numbers.get(Probe.place(i, elements, kept)));
        }
        return new Probe.Sample(
                name, elements, new TensorData(name, ElementType.F32, List.of((long) kept), bytes.rewind()));
    }

    /** The first layer in code, or else output, that computes something else than it did, as a sentence; empty if there is none. */
    static Optional<String> firstDifference(Probe kept, Graph graph, WeightStore weights) {
        try {
            return run(
                    graph,
                    weights,
                    kept.examples(),
                    kept.sizes(),
                    inOrder(kept.inputs(), graph),
                    seen -> firstDifference(kept, seen));
        } catch (RuntimeException e) {
            return Optional.of("what was computed then fails now: " + e.getMessage());
        }
    }

    /** The inputs by their names: their order may differ from that of the file. */
    private static List<TensorData> inOrder(List<TensorData> inputs, Graph graph) {
        Map<String, TensorData> byName = new HashMap<>();
        inputs.forEach(input -> byName.put(input.name(), input));
        return graph.fed().stream()
                .map(input -> Optional.ofNullable(byName.get(input.name())).orElseThrow())
                .toList();
    }

    private static Optional<String> firstDifference(Probe kept, List<ObservedRun.Seen> seen) {
        Map<String, ObservedRun.Seen> layers = new HashMap<>();
        Map<String, ObservedRun.Seen> outputs = new HashMap<>();
        seen.forEach(one -> (one.code().isPresent() ? layers : outputs).put(one.name(), one));
        for (Probe.Sample then : kept.layers()) {
            // What is not called any more is no difference by itself: what it is a part of tells.
            Optional<ObservedRun.Seen> now = Optional.ofNullable(layers.get(then.name()));
            Optional<String> difference = now.flatMap(one -> difference(then, one.numbers()));
            if (difference.isPresent()) {
                return Optional.of("layer '" + then.name() + "', of the code "
                        + now.flatMap(ObservedRun.Seen::code).orElseThrow().getName() + ", " + difference.get()
                        + "; layers in code before it give what they gave");
            }
        }
        for (Probe.Sample then : kept.outputs()) {
            Optional<String> difference =
                    Optional.ofNullable(outputs.get(then.name())).flatMap(one -> difference(then, one.numbers()));
            if (difference.isPresent()) {
                return Optional.of("output '" + then.name() + "' " + difference.get()
                        + ", though each layer in code gives what it gave: a mask that one states, or a layer"
                        + " of the library, is another");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(Probe.Sample then, FloatBuffer now) {
        if (now.capacity() != then.elements()) {
            return Optional.of("gives " + now.capacity() + " numbers where it gave " + then.elements());
        }
        FloatBuffer before = then.numbers().floats();
        int kept = before.capacity();
        FloatBuffer same = FloatBuffer.allocate(kept);
        for (int i = 0; i < kept; i++) {
            same.put(i, now.get(Probe.place(i, then.elements(), kept)));
        }
        return NumberDifference.beyondRounding(before, same)
                .map(found ->
                        "gives " + found.now() + " where it gave " + found.before() + ": " + found.count() + " of "
                                + kept + (kept < then.elements() ? " compared numbers differ" : " numbers differ")
                                + (Float.isFinite(found.largest()) ? ", by up to " + found.largest() : ""));
    }
}
