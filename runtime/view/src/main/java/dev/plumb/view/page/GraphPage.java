package dev.plumb.view.page;

import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Nesting;
import dev.plumb.graph.build.Summary;
import dev.plumb.runtime.GraphPlot;
import dev.plumb.view.graph.GraphPicture;
import dev.plumb.view.picture.Markup;
import dev.plumb.view.picture.Svg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A graph as a page: the picture, with a choice of how nested parts are shown if there are some, and the summary. */
public final class GraphPage {
    private static final List<String> CHOICES = List.of("one", "two", "three");

    private GraphPage() {}

    /** A page of its own. */
    public static String of(Graph graph, GraphPlot options) {
        String counts = String.format(
                Locale.ROOT,
                "<p class=\"faint\">%,d layers, %,d parameters, of which %,d are trained</p>\n",
                graph.nodes().size(),
                graph.parameters(),
                graph.trainableParameters());
        return Page.of(
                graph.name(),
                counts + pictures(graph, options) + "<h2>Summary</h2>\n<pre>"
                        + Markup.escaped(Summary.of(graph).text(options.nesting())) + "</pre>\n");
    }

    /** The picture, or one for each way to show what is nested; the one of the options is shown first. */
    static String pictures(Graph graph, GraphPlot options) {
        if (graph.scopes().isEmpty()) {
            return picture(graph, options);
        }
        Map<Nesting, String> names = new LinkedHashMap<>();
        names.put(Nesting.EXPANDED, "nested parts around their layers");
        names.put(Nesting.FOLDED, "nested parts as one box");
        names.put(Nesting.PATHS, "layers by their paths");
        StringBuilder choices = new StringBuilder();
        StringBuilder pictures = new StringBuilder();
        int index = 0;
        for (Map.Entry<Nesting, String> way : names.entrySet()) {
            String id = CHOICES.get(index++);
            choices.append("<input class=\"choice\" type=\"radio\" name=\"nesting\" id=\"" + id + "\""
                    + (way.getKey() == options.nesting() ? " checked" : "") + "><label class=\"choice\" for=\"" + id
                    + "\">" + way.getValue() + "</label>\n");
            pictures.append("<div class=\"" + id + "\">" + picture(graph, options.nesting(way.getKey())) + "</div>\n");
        }
        return "<div>\n" + choices + pictures + "</div>\n";
    }

    private static String picture(Graph graph, GraphPlot options) {
        return "<div class=\"picture\">\n" + Svg.inline(GraphPicture.of(graph, options)) + "</div>\n";
    }
}
