package dev.plumb.graph.build;

import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model with problems as a Mermaid flowchart, as far as it was understood: wires and layers that are to blame are red and have the ids of the messages, a wire
 * from something that is not there comes from a dashed box. The text depends on the model alone.
 */
public final class ProblemFlowchart {
    private static final String RED = "#cf222e";
    private static final String WRONG = "    classDef wrong stroke:" + RED + ",stroke-width:3px\n";
    private static final String MISSING =
            "    classDef missing stroke:" + RED + ",stroke-width:2px,stroke-dasharray:5 4\n";

    private final Draft draft;
    private final Map<Place.Source, Set<String>> wrongWires = new LinkedHashMap<>();
    private final Map<String, Set<String>> wrongLayers = new LinkedHashMap<>();
    private final Set<String> ofTheWhole = new LinkedHashSet<>();

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final StringBuilder wires = new StringBuilder();
    private final List<Integer> red = new ArrayList<>();
    private int wireCount;

    private ProblemFlowchart(Draft draft, List<Problem> problems) {
        this.draft = draft;
        Map<String, Draft.Step> steps = draft.stepsByName();
        Map<String, Draft.Input> inputs = draft.inputsByName();
        for (Problem problem : problems) {
            String id = "plumb/" + problem.id().id();
            String layer = problem.site().layer();
            if (problem.site().uses().isEmpty()
                    && problem.place() instanceof Place.Source source
                    && steps.containsKey(layer)
                    && source.index() < steps.get(layer).sources().size()) {
                add(wrongWires, source, id);
            } else if (steps.containsKey(layer) || inputs.containsKey(layer)) {
                add(wrongLayers, layer, id);
            } else {
                ofTheWhole.add(id);
            }
        }
    }

    private static <K> void add(Map<K, Set<String>> to, K place, String id) {
        to.computeIfAbsent(place, key -> new LinkedHashSet<>()).add(id);
    }

    /** The flowchart of a model, whose problems are these; lines end with {@code \n}. */
    public static String of(Draft draft, List<Problem> problems) {
        return new ProblemFlowchart(draft, problems).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        Set<String> outputs =
                draft.outputs().stream().map(output -> output.tensor().source()).collect(Collectors.toSet());
        for (Draft.Input input : draft.inputsByName().values()) {
            List<String> lines = List.of(input.name(), "Input", input.type().toString());
            text.append(box(input.name(), "([", lines, "])"));
        }
        for (Draft.Step step : draft.stepsByName().values()) {
            boolean isOutput = outputs.contains(step.name());
            String layer = step.layer().map(LayerSpec::describe).orElse("?");
            text.append(box(step.name(), isOutput ? "[[" : "[", List.of(step.name(), layer), isOutput ? "]]" : "]"));
        }
        if (!ofTheWhole.isEmpty()) {
            text.append(MermaidText.box("model", "[", MermaidText.label(whole()), "]"));
        }
        draft.stepsByName().values().forEach(this::wires);
        for (String name : missing) {
            text.append(MermaidText.box(ids.get(name), "[", MermaidText.label(List.of(name, "not there")), "]"));
        }
        text.append(wires);
        return text + styles();
    }

    private List<String> whole() {
        List<String> lines = new ArrayList<>(List.of(draft.name()));
        lines.addAll(ofTheWhole);
        return lines;
    }

    private String box(String name, String open, List<String> about, String close) {
        List<String> lines = new ArrayList<>(about);
        lines.addAll(wrongLayers.getOrDefault(name, Set.of()));
        return MermaidText.box(MermaidText.id(ids, name), open, MermaidText.label(lines), close);
    }

    private void wires(Draft.Step step) {
        for (int i = 0; i < step.sources().size(); i++) {
            TensorName wire = step.sources().get(i).wire();
            if (!ids.containsKey(wire.source())) {
                missing.add(wire.source());
                MermaidText.id(ids, wire.source());
            }
            Set<String> problems = wrongWires.getOrDefault(new Place.Source(step.name(), i), Set.of());
            String label = String.join(", ", problems);
            String output = wire.output();
            String shown = output.isEmpty() || label.isEmpty() ? output + label : output + ": " + label;
            wires.append("    ").append(ids.get(wire.source())).append(" --> ");
            if (!shown.isEmpty()) {
                wires.append("|\"").append(MermaidText.escaped(shown)).append("\"| ");
            }
            wires.append(ids.get(step.name())).append('\n');
            if (!problems.isEmpty()) {
                red.add(wireCount);
            }
            wireCount++;
        }
    }

    private String styles() {
        StringBuilder text = new StringBuilder();
        for (int wire : red) {
            text.append("    linkStyle " + wire + " stroke:" + RED + ",stroke-width:3px,color:" + RED + "\n");
        }
        List<String> wrong =
                new ArrayList<>(wrongLayers.keySet().stream().map(ids::get).toList());
        if (!ofTheWhole.isEmpty()) {
            wrong.add("model");
        }
        if (!wrong.isEmpty()) {
            text.append(WRONG)
                    .append("    class ")
                    .append(String.join(",", wrong))
                    .append(" wrong\n");
        }
        if (!missing.isEmpty()) {
            text.append(MISSING)
                    .append("    class ")
                    .append(missing.stream().map(ids::get).collect(Collectors.joining(",")))
                    .append(" missing\n");
        }
        return text.toString();
    }
}
