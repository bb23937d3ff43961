package dev.plumb.graph.compose;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checked graph by the steps that it was written in, of which a composite is one. */
public final class WrittenSteps {
    private final Graph graph;
    private final Map<String, Draft.Step> steps;

    public WrittenSteps(Graph graph) {
        this.graph = graph;
        this.steps = graph.draft().stepsByName();
    }

    /** The steps in the order in which they run: each after those that it takes from. */
    public List<Draft.Step> inOrder() {
        Map<String, Draft.Step> left = graph.draft().stepsByName();
        List<Draft.Step> ordered = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Draft.Step step = left.remove(node.name().split("/", 2)[0]);
            if (step != null) {
                ordered.add(step);
            }
        }
        return ordered;
    }

    /** What is inside of a step, if it is a composite. */
    public Optional<Graph> inside(Draft.Step step) {
        LayerSpec applied = step.applied().orElseThrow();
        if (!(applied instanceof Composite composite)) {
            return Optional.empty();
        }
        List<TensorType> given =
                step.sources().stream().map(source -> type(source.wire())).toList();
        // the whole was checked: it fits
        return Optional.of(((Composite.Expanded) composite.expand(given)).graph());
    }

    /** The types of the outputs of a step. */
    public List<TensorType> outputs(String step) {
        return graph.scopes().stream()
                .filter(scope -> scope.path().equals(step))
                .findFirst()
                .map(scope -> scope.outputTypes())
                .orElseGet(() -> graph.node(step).outputTypes());
    }

    /** The type of a wire between steps. */
    public TensorType type(TensorName wire) {
        for (Graph.Input input : graph.inputs()) {
            if (input.name().equals(wire.source())) {
                return input.type();
            }
        }
        return outputs(wire.source()).get(outputIndex(wire));
    }

    /** Which output of its step a wire carries. */
    public int outputIndex(TensorName wire) {
        Draft.Step step = steps.get(wire.source());
        return step == null || wire.output().isEmpty()
                ? 0
                : step.layer().orElseThrow().outputNames().indexOf(wire.output());
    }
}
