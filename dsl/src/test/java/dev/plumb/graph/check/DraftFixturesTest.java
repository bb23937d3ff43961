package dev.plumb.graph.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.rule.ImageSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is promised of every model, shown on models that have every layer. */
final class DraftFixturesTest {

    /** Fitting and not: sizes of two axes that are one or several, odd, even, small and large. */
    private static final List<Long> SIZES = List.of(1L, 2L, 3L, 4L, 6L, 7L, 12L);

    /** What only a declaration in a language can be, what has tests of its own, and what is no model's fault. */
    private static final Set<ProblemId> NOT_OF_A_RANDOM_DRAFT = EnumSet.of(
            ProblemId.BAD_NAME,
            ProblemId.BAD_MODEL,
            ProblemId.CLASS_EXISTS,
            ProblemId.MISSING_LAYER,
            ProblemId.SEVERAL_LAYERS,
            ProblemId.HAS_BODY,
            ProblemId.SEQUENTIAL_PARAMETER,
            ProblemId.TOO_LARGE,
            ProblemId.BAD_BINDING,
            ProblemId.BAD_SIGNATURE,
            ProblemId.WEIGHTS_FILE,
            ProblemId.WEIGHTS_MISMATCH,
            ProblemId.WEIGHTS_CHANGED,
            ProblemId.ARCHITECTURE_CHANGED,
            ProblemId.ARCHITECTURE_RECORD,
            ProblemId.UNKNOWN_MODEL,
            ProblemId.RECURSIVE_BLOCK,
            ProblemId.DIFFERENT_WEIGHTS,
            ProblemId.CRASH);

    /** What is decided of outputs: it is not an assumption of any layer. */
    private static final Set<ProblemId> OF_OUTPUTS = EnumSet.of(ProblemId.LOSS_MISMATCH, ProblemId.METRIC_MISMATCH);

    /** What is told from the declaration that comes first: the others are later ones of its name, or further on in its circle. */
    private static final Set<ProblemId> OF_AN_ORDER = EnumSet.of(ProblemId.DUPLICATE_NAME, ProblemId.CYCLE);

    /** A graph, or what is wrong. */
    private record Answer(Optional<Graph> graph, Set<Problem> problems) {
        static Answer of(Draft draft) {
            try {
                return new Answer(Optional.of(GraphChecker.graph(draft)), Set.of());
            } catch (GraphException wrong) {
                return new Answer(Optional.empty(), new HashSet<>(wrong.problems()));
            }
        }

        static Answer bound(Graph graph, Map<String, Long> sizes) {
            try {
                return new Answer(Optional.of(GraphChecker.bind(graph, sizes)), Set.of());
            } catch (GraphException wrong) {
                return new Answer(Optional.empty(), new HashSet<>(wrong.problems()));
            }
        }
    }

    @Test
    void everyLayerTakesPartOftenAndOnSymbolicSizesToo() {
        List<Node> nodes = DraftFixtures.sound().stream()
                .flatMap(tree -> graph(tree).nodes().stream())
                .toList();
        Map<String, Long> all = counts(nodes);
        Map<String, Long> symbolic = counts(nodes.stream()
                .filter(node -> node.inputTypes().stream()
                        .anyMatch(type -> !type.shape().isKnown()))
                .toList());
        List<String> layers = Layers.names().stream()
                .filter(name -> !name.equals("RNN")) // its cells are layers in code
                .filter(name -> !name.equals("ConvLSTM3D")) // tensors seldom have its five axes
                .filter(name -> !is(name, PreprocessingSpec.class)) // computed before a model runs
                .filter(name -> !is(name, ImageSpec.class)) // their sizes are those of photographs
                .toList();
        for (String layer : layers) {
            long often = all.getOrDefault(layer, 0L);
            long onSymbolic = symbolic.getOrDefault(layer, 0L);
            assertTrue(
                    often >= 8 && onSymbolic >= 4,
                    layer + ": " + often + " nodes, " + onSymbolic
                            + " of them on symbolic sizes. DraftSample (processor, tests) writes the models anew");
        }
    }

    private static Map<String, Long> counts(List<Node> nodes) {
        return nodes.stream().collect(Collectors.groupingBy(node -> node.spec().layerName(), Collectors.counting()));
    }

    @Test
    void everyKindOfProblemTakesPart() {
        Set<ProblemId> problems = DraftFixtures.broken().stream()
                .flatMap(tree -> Answer.of(DraftTree.read(tree)).problems().stream())
                .map(Problem::id)
                .collect(Collectors.toSet());
        Set<ProblemId> missing = EnumSet.complementOf(EnumSet.copyOf(problems));
        missing.removeAll(NOT_OF_A_RANDOM_DRAFT);
        missing.removeIf(ProblemId::isWarning);
        assertEquals(Set.of(), missing);
    }

    @Test
    void aTreeIsThatOfItsDraft() {
        for (Map<String, Object> tree : DraftFixtures.all()) {
            Draft draft = DraftTree.read(tree);
            assertEquals(draft, DraftTree.read(DraftTree.of(draft)));
            assertEquals(DraftFixtures.line(tree), DraftFixtures.line(DraftTree.of(draft)));
        }
    }

    @Test
    void sizesThatAreBoundAreLikeSizesThatWereWritten() {
        int right = 0;
        int wrong = 0;
        for (Map<String, Object> tree : DraftFixtures.sound()) {
            Graph graph = graph(tree);
            for (Map<String, Long> sizes : sizes(graph.names())) {
                Answer bound = Answer.bound(graph, sizes);
                assertEquals(Answer.of(DraftTree.read(written(tree, sizes))), bound, () -> tree + " with " + sizes);
                assertEquals(
                        graph.nodes().stream()
                                .flatMap(node -> node.assumptions().stream())
                                .allMatch(assumption -> assumption.holds(sizes)),
                        bound.problems().stream().map(Problem::id).allMatch(OF_OUTPUTS::contains),
                        () -> tree + " with " + sizes + ": " + graph.assumptions() + bound.problems());
                bound.graph().ifPresent(other -> assertSameTypes(graph, sizes, other));
                right += bound.graph().isPresent() ? 1 : 0;
                wrong += bound.graph().isPresent() ? 0 : 1;
            }
        }
        assertTrue(right > 500 && wrong > 100, right + " right, " + wrong + " wrong");
    }

    /** What a rule makes of names is, with numbers for them, what it makes of numbers. */
    private static void assertSameTypes(Graph symbolic, Map<String, Long> sizes, Graph bound) {
        for (Node node : symbolic.nodes()) {
            assertEquals(
                    node.outputTypes().stream().map(type -> bound(type, sizes)).toList(),
                    bound.node(node.name()).outputTypes(),
                    () -> node + " with " + sizes);
        }
        assertEquals(symbolic.parameters(), bound.parameters());
    }

    private static TensorType bound(TensorType type, Map<String, Long> sizes) {
        return type.withShape(type.shape().bind(sizes));
    }

    /** Each choice of a size for each name. */
    private static List<Map<String, Long>> sizes(Set<String> names) {
        List<Map<String, Long>> choices = new ArrayList<>();
        for (String name : names) {
            List<Map<String, Long>> longer = new ArrayList<>();
            for (long size : SIZES) {
                for (Map<String, Long> choice : choices.isEmpty() ? List.of(Map.<String, Long>of()) : choices) {
                    Map<String, Long> one = new LinkedHashMap<>(choice);
                    one.put(name, size);
                    longer.add(one);
                }
            }
            choices = longer;
        }
        return choices;
    }

    /** The tree with numbers where it had names. */
    private static Map<String, Object> written(Map<String, Object> tree, Map<String, Long> sizes) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (Object input : (List<?>) tree.get("inputs")) {
            Map<String, Object> changed = new LinkedHashMap<>();
            ((Map<?, ?>) input).forEach((key, value) -> changed.put(key.toString(), value));
            changed.computeIfPresent("shape", (key, shape) -> ((List<?>) shape)
                    .stream()
                            .map(size -> size instanceof String name ? (Object) sizes.get(name) : size)
                            .toList());
            inputs.add(changed);
        }
        Map<String, Object> changed = new LinkedHashMap<>(tree);
        changed.put("inputs", inputs);
        return changed;
    }

    @Test
    void theOrderOfDeclarationDoesNotMatter() {
        for (Map<String, Object> tree : DraftFixtures.all()) {
            Draft draft = DraftTree.read(tree);
            Answer answer = Answer.of(draft);
            if (answer.problems().stream().map(Problem::id).anyMatch(OF_AN_ORDER::contains)) {
                continue;
            }
            for (long seed = 0; seed < 4; seed++) {
                List<Draft.Step> steps = new ArrayList<>(draft.steps());
                Collections.shuffle(steps, new Random(seed));
                Answer other = Answer.of(draft.withSteps(steps));
                assertEquals(answer, other, tree::toString);
                assertEquals(
                        answer.graph().map(Graph::parameters), other.graph().map(Graph::parameters));
            }
        }
    }

    private static Graph graph(Map<String, Object> tree) {
        return GraphChecker.graph(DraftTree.read(tree));
    }

    private static boolean is(String layer, Class<? extends LayerSpec> family) {
        return family.isAssignableFrom(Layers.find(layer).orElseThrow().type());
    }
}
