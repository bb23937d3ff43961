package dev.plumb.processor.random;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.Verdict;

/** Models as calls of the functional API. */
final class FunctionalApi {
    private FunctionalApi() {}

    /**
     * The graph of a draft. A wire to what is not there, or comes later, cannot be written in the functional API: whether there is one, and
     * what else is wrong, the check of drafts says, which is also that of the functional API.
     *
     * @throws GraphException if it has problems
     */
    static Graph build(Draft draft) {
        Verdict verdict = GraphChecker.decide(draft);
        Graph graph = verdict.graph().orElseThrow(() -> new GraphException(draft.name(), verdict.problems()));
        GraphBuilder builder = GraphBuilder.named(graph.name());
        for (Graph.Input input : graph.inputs()) {
            builder.input(input.name(), input.type().shape(), input.type().dtype());
        }
        for (Node node : graph.nodes()) {
            Wire[] wires =
                    node.inputs().stream().map(wire -> wire(builder, wire)).toArray(Wire[]::new);
            builder.apply(node.name(), node.spec(), wires);
        }
        for (Graph.Output output : graph.outputs()) {
            Wire wire = wire(builder, output.wire());
            Metric[] metrics = output.metrics().toArray(Metric[]::new);
            output.loss()
                    .ifPresentOrElse(loss -> builder.output(wire, loss, metrics), () -> builder.output(wire, metrics));
        }
        return builder.build();
    }

    private static Wire wire(GraphBuilder builder, TensorName tensor) {
        Wire layer = builder.wire(tensor.source());
        return tensor.output().isEmpty() ? layer : layer.output(tensor.output());
    }
}
