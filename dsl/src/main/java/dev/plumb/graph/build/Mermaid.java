package dev.plumb.graph.build;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph as a Mermaid flowchart: inputs are stadiums, layers are boxes with type and output shape, outputs have a double border. The
 * text depends on the graph alone. Renderers refuse more than 500 wires unless their {@code maxEdges} is raised.
 */
public record Mermaid(Graph graph) {

    public static Mermaid of(Graph graph) {
        return new Mermaid(graph);
    }

    /** The flowchart; lines end with {@code \n}. */
    public String text() {
        Map<String, String> ids = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder("flowchart TD\n");
        Set<String> outputs =
                graph.outputs().stream().map(output -> output.wire().source()).collect(Collectors.toSet());
        for (Graph.Input input : graph.inputs()) {
            String label = MermaidText.label(
                    List.of(input.name(), "Input", input.type().toString()));
            text.append(MermaidText.box(MermaidText.id(ids, input.name()), "([", label, "])"));
        }
        for (Node node : graph.nodes()) {
            String shapes =
                    node.outputTypes().stream().map(TensorType::toString).collect(Collectors.joining(", "));
            String label = MermaidText.label(List.of(node.name(), node.spec().layerName(), shapes));
            boolean isOutput = outputs.contains(node.name());
            text.append(MermaidText.box(
                    MermaidText.id(ids, node.name()), isOutput ? "[[" : "[", label, isOutput ? "]]" : "]"));
        }
        for (Node node : graph.nodes()) {
            for (TensorName wire : node.inputs()) {
                text.append("    ").append(ids.get(wire.source())).append(" --> ");
                if (!wire.output().isEmpty()) {
                    text.append("|\"")
                            .append(MermaidText.escaped(wire.output()))
                            .append("\"| ");
                }
                text.append(ids.get(node.name())).append('\n');
            }
        }
        return text.toString();
    }
}
