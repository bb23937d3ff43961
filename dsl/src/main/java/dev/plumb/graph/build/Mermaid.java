package dev.plumb.graph.build;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorType;
import java.util.ArrayList;
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
            String label = label(List.of(input.name(), "Input", input.type().toString()));
            text.append(box(id(ids, input.name()), "([", label, "])"));
        }
        for (Node node : graph.nodes()) {
            String shapes =
                    node.outputTypes().stream().map(TensorType::toString).collect(Collectors.joining(", "));
            String label = label(List.of(node.name(), node.spec().layerName(), shapes));
            boolean isOutput = outputs.contains(node.name());
            text.append(box(id(ids, node.name()), isOutput ? "[[" : "[", label, isOutput ? "]]" : "]"));
        }
        for (Node node : graph.nodes()) {
            for (TensorName wire : node.inputs()) {
                text.append("    ").append(ids.get(wire.source())).append(" --> ");
                if (!wire.output().isEmpty()) {
                    text.append("|\"").append(escaped(wire.output())).append("\"| ");
                }
                text.append(ids.get(node.name())).append('\n');
            }
        }
        return text.toString();
    }

    /** An id that means nothing to Mermaid, which a name may: {@code end}, {@code style}. */
    private static String id(Map<String, String> ids, String name) {
        return ids.computeIfAbsent(name, key -> "n" + ids.size());
    }

    private static String box(String id, String open, String label, String close) {
        return "    " + id + open + "\"" + label + "\"" + close + "\n";
    }

    private static String label(List<String> lines) {
        List<String> escaped = new ArrayList<>();
        lines.forEach(line -> escaped.add(escaped(line)));
        return String.join("<br>", escaped);
    }

    /** Mermaid's own entities, for what ends a label or is markup in it. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if ("\"#&;<>`\\*~".indexOf(character) >= 0 || Character.isISOControl(character)) {
                escaped.append('#').append(character).append(';');
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }
}
