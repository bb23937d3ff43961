package dev.plumb.runtime;

import dev.plumb.compile.CodeWeights;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of an eager model as a graph, so that they have the checks, weights, tables and files that all layers have. How they are wired
 * only the model's code knows: each has inputs of its own, and all its outputs are outputs.
 */
final class LayerGraph {

    private LayerGraph() {}

    /** A layer with the types that it was first called with. */
    record Part(String name, LayerSpec spec, List<TensorType> inputs) {
        Part {
            spec = Distribution.settled(spec);
            inputs = List.copyOf(inputs);
        }

        private Draft.Step step() {
            List<Draft.Source> sources = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                sources.add(new Draft.Source(TensorName.of(input(i)), TensorKind.TENSOR));
            }
            return new Draft.Step(name, Optional.of(spec), sources, TensorKind.TENSOR);
        }

        /** A name that no layer has: fields have no dollar in theirs. */
        private String input(int index) {
            return name + "$" + index;
        }

        private List<String> outputs() {
            List<String> names = spec.outputNames();
            return names.size() == 1
                    ? List.of(name)
                    : names.stream().map(output -> name + "." + output).toList();
        }
    }

    /**
     * The graph of some layers.
     *
     * @throws dev.plumb.graph.check.GraphException if a layer does not fit the types of its inputs
     */
    static Graph of(String model, Collection<Part> parts) {
        return CodeWeights.declared(wired(model, parts));
    }

    /** The graph of layers that are there, each in one of these graphs: their code has run. */
    static Graph of(String model, Collection<Part> parts, Collection<Graph> known) {
        Graph graph = wired(model, parts);
        for (Graph one : known) {
            graph = DeclaredWeights.asIn(one, graph);
        }
        return graph;
    }

    private static Graph wired(String model, Collection<Part> parts) {
        List<Draft.Input> inputs = new ArrayList<>();
        List<Draft.Step> steps = new ArrayList<>();
        List<Draft.Output> outputs = new ArrayList<>();
        for (Part part : parts) {
            for (int i = 0; i < part.inputs().size(); i++) {
                inputs.add(new Draft.Input(part.input(i), part.inputs().get(i), TensorKind.TENSOR));
            }
            steps.add(part.step());
            part.outputs().forEach(name -> outputs.add(new Draft.Output(name, Optional.empty(), List.of())));
        }
        return GraphChecker.graph(new Draft(model, inputs, steps, outputs));
    }

    /** Whether a graph is one of these: it has layers, and not the model that is made of them. */
    static boolean isWithoutWires(Graph graph) {
        return !graph.inputs().isEmpty()
                && graph.inputs().stream().allMatch(input -> input.name().matches(".+\\$[0-9]+"));
    }

    /** The types of the inputs of each layer, by its name: what {@link #of} was given. */
    static Map<String, List<TensorType>> inputs(Graph graph) {
        Map<String, List<TensorType>> byLayer = new LinkedHashMap<>();
        for (Graph.Input input : graph.inputs()) {
            String layer = input.name().substring(0, Math.max(0, input.name().lastIndexOf('$')));
            byLayer.computeIfAbsent(layer, key -> new ArrayList<>()).add(input.type());
        }
        return byLayer;
    }
}
