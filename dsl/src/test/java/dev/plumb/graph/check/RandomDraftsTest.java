package dev.plumb.graph.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Models of random layers, many of them wrong: what is promised holds for all of them. */
final class RandomDraftsTest {
    private static final List<Integer> SIZES = List.of(4, 4, 4, 8);

    /** A model without unused layers; with {@code wrong}, sizes are drawn freely, so that most additions do not fit. */
    private static Draft draft(long seed, int layers, boolean wrong) {
        Random random = new Random(seed);
        List<Draft.Input> inputs = List.of(
                new Draft.Input("x", TensorType.floats(4), TensorKind.TENSOR),
                new Draft.Input("z", TensorType.of(Shape.parse("time", "4"), DType.FLOAT32), TensorKind.TENSOR));
        List<String> names = new ArrayList<>(List.of("x", "z"));
        Set<String> unused = new HashSet<>(names);
        List<Draft.Step> steps = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            int kind = random.nextInt(5);
            List<Draft.Source> sources = new ArrayList<>();
            int count = kind < 3 ? 1 : 2;
            for (int k = 0; k < count; k++) {
                String source = names.get(random.nextInt(names.size()));
                unused.remove(source);
                sources.add(new Draft.Source(TensorName.of(source), TensorKind.TENSOR));
            }
            int units = wrong ? SIZES.get(random.nextInt(SIZES.size())) : 4;
            LayerSpec layer =
                    switch (kind) {
                        case 0 -> Layers.dense(units);
                        case 1 -> Layers.activation(ActivationFunction.RELU);
                        case 2 -> Layers.dropout(0.5);
                        case 3 -> Layers.add();
                        default -> wrong ? Layers.concatenate() : Layers.add();
                    };
            String name = "layer" + i;
            steps.add(new Draft.Step(name, Optional.of(layer), sources, TensorKind.TENSOR));
            names.add(name);
            unused.add(name);
        }
        List<Draft.Source> ends = unused.stream()
                .sorted()
                .map(name -> new Draft.Source(TensorName.of(name), TensorKind.TENSOR))
                .toList();
        LayerSpec last = ends.size() == 1 ? Layers.activation(ActivationFunction.RELU) : Layers.add();
        steps.add(new Draft.Step("end", Optional.of(last), ends, TensorKind.TENSOR));
        return new Draft("Random", inputs, steps, List.of(new Draft.Output("end", Optional.empty(), List.of())));
    }

    private static Draft shuffled(Draft draft, long seed) {
        List<Draft.Step> steps = new ArrayList<>(draft.steps());
        Collections.shuffle(steps, new Random(seed));
        return new Draft(draft.name(), draft.inputs(), steps, draft.outputs());
    }

    @Property(tries = 300)
    void theOrderOfDeclarationDoesNotMatter(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int layers, @ForAll boolean wrong) {
        Draft draft = draft(seed, layers, wrong);
        Verdict verdict = GraphChecker.check(draft);
        Verdict other = GraphChecker.check(shuffled(draft, seed + 1));
        assertEquals(verdict.graph(), other.graph());
        assertEquals(verdict.types(), other.types());
        assertEquals(new HashSet<>(verdict.problems()), new HashSet<>(other.problems()));
    }

    @Property(tries = 300)
    void aGraphSurvivesItsTree(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int layers) {
        Graph graph = GraphChecker.check(draft(seed, layers, false)).graph().orElseThrow();
        assertEquals(graph, GraphChecker.graph(DraftTree.read(DraftTree.of(graph.draft()))));
    }

    @Property(tries = 300)
    void eachNodeComesAfterItsInputs(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int layers) {
        Graph graph = GraphChecker.check(draft(seed, layers, false)).graph().orElseThrow();
        Set<String> known = new HashSet<>(Set.of("x", "z"));
        for (Node node : graph.nodes()) {
            node.inputs().forEach(wire -> assertTrue(known.contains(wire.source()), node.name()));
            known.add(node.name());
        }
    }

    @Property(tries = 500, maxDiscardRatio = 20) // most broken drafts have no small fix
    void aProposedFixIsACure(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int layers) {
        Draft draft = draft(seed, layers, true);
        Verdict verdict = GraphChecker.check(draft);
        Assume.that(
                verdict.problems().stream().anyMatch(problem -> !problem.fix().isEmpty()));
        for (Problem problem : verdict.problems()) {
            if (problem.fix().isEmpty()) {
                continue;
            }
            assertTrue(isCure(draft, problem, verdict.problems()), problem.fix() + " is no cure");
        }
    }

    /** Whether what a fix says, and then what the fix of each problem says that it uncovers, leaves fewer problems and not this one. */
    private static boolean isCure(Draft draft, Problem problem, List<Problem> before) {
        Draft mended = draft;
        Optional<Problem> next = Optional.of(problem);
        while (next.isPresent()) {
            mended = applied(mended, next.get());
            List<Problem> left = GraphChecker.check(mended).problems();
            if (left.stream().anyMatch(other -> other.headline().equals(problem.headline()))) {
                return false;
            }
            if (left.size() < before.size()) {
                return true;
            }
            next = left.stream()
                    .filter(other -> !other.fix().isEmpty()
                            && before.stream().noneMatch(old -> old.headline().equals(other.headline())))
                    .findFirst();
        }
        return false;
    }

    /** Does what a fix says: {@code layer3: units = 4}, or {@code flatten 'z' first: add @Flatten Vec flat}. */
    private static Draft applied(Draft draft, Problem problem) {
        Matcher size = Pattern.compile("(\\w+): (\\w+) = (\\d+)").matcher(problem.fix());
        if (size.matches()) {
            Draft.Step step = draft.stepsByName().get(size.group(1));
            LayerSpec layer = step.layer().orElseThrow();
            return draft.with(step.withLayer(layer.with(size.group(2), Integer.parseInt(size.group(3)))));
        }
        Matcher wire = Pattern.compile("(\\w+): @From\\(\"(\\w+)\"\\)").matcher(problem.fix());
        if (wire.matches() && problem.place() instanceof Place.Source place) {
            return rewired(draft, place, wire.group(2));
        }
        Draft.Step taker = draft.stepsByName().get(problem.place().layer());
        Matcher project = Pattern.compile(
                        "project '(\\w+)' first: add @(Dense|Conv1D)\\(\\w+ = (\\d+).*\\) \\w+ (\\w+)")
                .matcher(problem.fix());
        if (project.matches()) {
            int made = Integer.parseInt(project.group(3));
            LayerSpec layer = project.group(2).equals("Dense") ? Layers.dense(made) : Layers.conv1D(made, 1);
            return between(draft, project.group(1), project.group(4), layer, taker);
        }
        Matcher flatten = Pattern.compile("flatten '(\\w+)' first: add @Flatten Vec (\\w+)")
                .matcher(problem.fix());
        assertTrue(flatten.matches(), problem.fix());
        return between(draft, flatten.group(1), flatten.group(2), Layers.flatten(), taker);
    }

    /** The draft with a layer between a wire and what takes it. */
    private static Draft between(Draft draft, String wire, String name, LayerSpec layer, Draft.Step taker) {
        List<Draft.Step> steps = new ArrayList<>(draft.steps());
        Draft.Source source = new Draft.Source(TensorName.of(wire), TensorKind.TENSOR);
        steps.add(new Draft.Step(name, Optional.of(layer), List.of(source), TensorKind.TENSOR));
        Draft changed = draft.withSteps(steps);
        for (int i = 0; i < taker.sources().size(); i++) {
            if (taker.sources().get(i).equals(source)) {
                Draft.Step step = changed.stepsByName().get(taker.name());
                changed = rewired(changed, new Place.Source(step.name(), i), name);
            }
        }
        return changed;
    }

    private static Draft rewired(Draft draft, Place.Source place, String wire) {
        Draft.Step step = draft.stepsByName().get(place.layer());
        return draft.with(step.withSource(place.index(), new Draft.Source(TensorName.of(wire), TensorKind.TENSOR)));
    }

    @Property(tries = 50)
    void whereNoSizeCanBeChangedNoFixIsProposed(
            @ForAll @IntRange(min = 2, max = 9) int left, @ForAll @IntRange(min = 2, max = 9) int right) {
        Assume.that(left != right);
        GraphBuilder g = GraphBuilder.named("Inputs");
        Wire merged = g.apply("merged", Layers.add(), g.input("a", left), g.input("b", right));
        g.output(merged);
        try {
            g.build();
        } catch (GraphException wrong) {
            assertEquals(
                    List.of(""), wrong.problems().stream().map(Problem::fix).toList());
            return;
        }
        throw new AssertionError("inputs of " + left + " and " + right + " were added");
    }
}
