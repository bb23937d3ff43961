package dev.plumb.view.page;

import dev.plumb.graph.Cost;
import dev.plumb.graph.Graph;
import dev.plumb.runtime.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model card as a page in Markdown, after Mitchell and others, Model Cards for Model Reporting (2019).
 *
 * @param intendedUse what its author says it is for, in Markdown
 * @param limitations what its author says it is not for, in Markdown, or ""
 * @param data what was trained and evaluated on, in the order in which it was said
 * @param scores by the name of the data: the values by their names
 * @param trainings how each fit trained, by what it is called
 * @param weights what tells the weights from others, by what it is called
 * @param versions of what computed, by what it is called
 */
public record CardPage(
        Graph graph,
        String summary,
        String intendedUse,
        String limitations,
        List<Data> data,
        Map<String, Map<String, Double>> scores,
        List<Map<String, String>> trainings,
        History history,
        Map<String, String> weights,
        Map<String, String> versions) {

    /** Examples that the model has seen. */
    public record Data(String name, String description, String examples) {}

    /** The names of the files that lie beside the page. */
    public record Pictures(String graph, Optional<String> curves) {}

    /** The page. */
    public String text(Pictures pictures) {
        Markdown page = new Markdown("Model card: " + graph.name());
        page.heading("Intended use").written(intendedUse.isBlank() ? "*The author does not say.*" : intendedUse);
        if (!limitations.isBlank()) {
            page.heading("Limitations").written(limitations);
        }
        data(page);
        scores(page);
        trainings(page, pictures);
        model(page, pictures);
        page.heading("Weights").table(weights);
        page.heading("Versions").table(versions);
        return page.toString();
    }

    private void data(Markdown page) {
        page.heading("Data");
        if (!data.isEmpty()) {
            page.table(
                    List.of("data", "examples", "what it is"),
                    data.stream()
                            .map(one -> List.of(one.name(), one.examples(), one.description()))
                            .toList());
        }
        List<List<String>> tensors = new ArrayList<>();
        graph.inputs()
                .forEach(input ->
                        tensors.add(List.of("input", input.name(), input.type().toString())));
        graph.outputs()
                .forEach(output -> tensors.add(
                        List.of("output", output.name(), output.type().toString())));
        page.table(List.of("", "name", "shape of an example"), tensors);
    }

    private void scores(Markdown page) {
        if (scores.isEmpty()) {
            return;
        }
        Set<String> names = new TreeSet<>();
        scores.values().forEach(values -> names.addAll(values.keySet()));
        List<String> headings = new ArrayList<>(List.of("data"));
        headings.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        scores.forEach((on, values) -> {
            List<String> row = new ArrayList<>(List.of(on));
            names.forEach(name -> row.add(values.containsKey(name) ? number(values.get(name)) : ""));
            rows.add(row);
        });
        page.heading("Metrics").table(headings, rows);
    }

    private void trainings(Markdown page, Pictures pictures) {
        if (trainings.isEmpty()) {
            return;
        }
        page.heading("Training");
        trainings.forEach(page::table);
        pictures.curves().ifPresent(file -> page.picture("Learning curves of " + graph.name(), file));
        if (!history.reports().isEmpty()) {
            Map<String, String> last = new TreeMap<>();
            history.keys().forEach(key -> last.put(key, number(history.last(key))));
            int epochs = history.reports().size();
            page.plain("After " + epochs + (epochs == 1 ? " epoch:" : " epochs:"))
                    .table(last);
        }
    }

    private void model(Markdown page, Pictures pictures) {
        Cost cost = Cost.of(graph);
        Map<String, String> sizes = new LinkedHashMap<>();
        sizes.put("parameters", String.format(Locale.ROOT, "%,d", graph.parameters()));
        sizes.put("trained", String.format(Locale.ROOT, "%,d", graph.trainableParameters()));
        sizes.put(
                "floating-point operations per example",
                cost.flops() + (cost.uncounted() == 0 ? "" : ", without those of layers in code"));
        sizes.put("bytes of activations per example", cost.activationBytes().toString());
        page.heading("Model")
                .picture("The graph of " + graph.name(), pictures.graph())
                .table(sizes)
                .code(summary);
    }

    /** As progress shows it. */
    private static String number(double value) {
        return Double.isFinite(value) && Math.abs(value) > 1e-3
                ? String.format(Locale.ROOT, "%.4f", value)
                : value == 0 ? "0" : String.format(Locale.ROOT, "%.4e", value);
    }
}
