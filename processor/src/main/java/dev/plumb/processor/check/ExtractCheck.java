package dev.plumb.processor.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.compose.Part;
import dev.plumb.graph.compose.WrittenSteps;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.JavaName;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a model that {@code @Extract} names, and what is wrong with them. */
final class ExtractCheck {
    /** Methods of every generated class, and of every object. */
    private static final Set<String> METHODS = Set.of(
            "create",
            "load",
            "graph",
            "predict",
            "trainer",
            "training",
            "adapt",
            "dataset",
            "save",
            "summary",
            "summaryText",
            "plot",
            "verifySaved",
            "network",
            "on",
            "broken",
            "variant",
            "clone",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait",
            "equals");

    private static final Set<String> CLASSES =
            Set.of("Inputs", "Outputs", "Targets", "OptimizerStage", "Columns", "Variant");

    private final ModelDeclaration model;
    private final Draft draft;
    private final Optional<Graph> graph;
    private final Findings findings = new Findings();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Extraction> found = new ArrayList<>();
    /** Those that were given, by the names of their classes. */
    private final Map<String, String> names = new HashMap<>();

    private ExtractCheck(ModelDeclaration model, Draft draft, Optional<Graph> graph) {
        this.model = model;
        this.draft = draft;
        this.graph = graph;
    }

    /** The parts of a model; without its graph, what they look like from outside as far as that is known. */
    static ExtractCheck of(ModelDeclaration model, Draft draft, Optional<Graph> graph) {
        ExtractCheck check = new ExtractCheck(model, draft, graph);
        for (MethodDeclaration method : model.methods()) {
            method.composition()
                    .extract()
                    .filter(use -> use.resolved() && use.missing().isEmpty())
                    .ifPresent(use -> check.extract(method, use));
        }
        return check;
    }

    List<Problem> problems() {
        return findings.all();
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /** What a part takes is a tensor without the mask that travels in the whole. */
    private static Problem maskDropped(MethodDeclaration method, String name, String from) {
        return Problem.of(
                        ProblemId.MASK_DROPPED,
                        new Place.Extraction(method.name(), "from"),
                        ProblemId.MASK_DROPPED.headline(
                                "the part '" + name + "'",
                                "'" + from + "'",
                                "it takes the output of '" + from + "' alone, so padding counts like data in it"))
                .withEvidence(List.of(new Problem.Evidence(
                        "help",
                        "start before the mask is made, or say @SuppressWarnings(\"plumb/mask-dropped\") if there is"
                                + " no padding",
                        "")));
    }

    List<Extraction> extractions() {
        return List.copyOf(found);
    }

    private void extract(MethodDeclaration method, AnnotationUse use) {
        String name = String.valueOf(use.values().get("value"));
        String from = String.valueOf(use.values().getOrDefault("from", ""));
        Place place = new Place.Extraction(method.name(), "value");
        Optional<String> bad = bad(name);
        if (bad.isPresent()) {
            findings.add(Problem.of(
                    ProblemId.BAD_NAME, place, "'" + name + "' cannot name a part of a model: " + bad.get()));
            return;
        }
        String other = names.putIfAbsent(JavaName.capitalized(name), name);
        if (other != null) {
            String headline = other.equals(name)
                    ? "two parts of model '" + model.name() + "' are extracted as '" + name + "'"
                    : "the parts '" + other + "' and '" + name + "' of model '" + model.name()
                            + "' would both have the class '" + JavaName.capitalized(name) + "'";
            findings.add(Problem.of(ProblemId.DUPLICATE_NAME, place, headline));
            return;
        }
        if (method.input().isPresent()) {
            unknown(new Place.Extraction(method.name(), ""), name, "'" + method.name() + "' is an input");
            return;
        }
        if (Optional.ofNullable(draft.stepsByName().get(method.name()))
                .filter(Draft.Step::outputsArePicked)
                .isPresent()) {
            unknown(
                    new Place.Extraction(method.name(), ""),
                    name,
                    "'" + method.name() + "' has several outputs: put @Extract on a layer that takes one of them");
            return;
        }
        if (graph.isEmpty()) {
            found.add(outside(name, from, method.name()));
            return;
        }
        try {
            Graph part = from.isEmpty()
                    ? Part.upTo(graph.get(), List.of(method.name()))
                    : Part.between(graph.get(), from, List.of(method.name()));
            if (!from.isEmpty()
                    && new WrittenSteps(graph.get()).type(TensorName.of(from)).masked()) {
                warnings.add(maskDropped(method, name, from));
            }
            found.add(new Extraction(
                    name,
                    from,
                    method.name(),
                    part.draft().inputs(),
                    part.draft().outputs(),
                    Optional.of(part)));
        } catch (IllegalArgumentException e) {
            String attribute = from.isEmpty() ? "" : "from";
            unknown(new Place.Extraction(method.name(), attribute), name, String.valueOf(e.getMessage()));
            found.add(outside(name, from, method.name()));
        }
    }

    private void unknown(Place place, String name, String reason) {
        findings.add(Problem.of(ProblemId.UNKNOWN_OUTPUT, place, "'" + name + "' cannot be extracted: " + reason));
    }

    /** Of a broken model: its class has it too, so that code that uses it compiles. */
    private Extraction outside(String name, String from, String layer) {
        Draft part = draft.upTo(List.of(layer));
        List<Draft.Input> inputs =
                from.isEmpty() ? part.inputs() : part.inputs().subList(0, 0);
        return new Extraction(name, from, layer, inputs, part.outputs(), Optional.empty());
    }

    private Optional<String> bad(String name) {
        if (!JavaName.is(name)) {
            return Optional.of("it becomes a method, and Java has no such name");
        }
        if (METHODS.contains(name)) {
            return Optional.of("the class generated for a model has a method of this name");
        }
        String className = JavaName.capitalized(name);
        boolean stage = draft.outputs().stream()
                .map(output -> JavaName.capitalized(output.name()) + "Stage")
                .anyMatch(className::equals);
        return stage || CLASSES.contains(className) || className.equals(model.generatedName())
                ? Optional.of("the class generated for a model has a class '" + className + "'")
                : Optional.empty();
    }
}
