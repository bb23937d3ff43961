package dev.plumb.processor.random;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.Budget;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Writes the random models that the tests of {@code dsl} read, a tree a line: {@code DraftSample folder}. They are the same each time, unless
 * layers or what they accept have changed. A model is taken only if it has something of which few before it had one, so that few models have
 * all: each layer often, also on sizes that are not known, and each problem.
 */
public final class DraftSample {
    private static final int DRAWN = 30_000;

    /** So many nodes of each layer, so many of them on symbolic sizes, so many models with each problem. */
    private static final int NODES = 8;

    private static final int SYMBOLIC_NODES = 4;
    private static final int PROBLEMS = 6;

    private final List<String> sound = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private DraftSample() {}

    public static void main(String[] arguments) throws IOException {
        DraftSample sample = new DraftSample();
        for (long seed = 0; seed < DRAWN; seed++) {
            sample.take(stated(RandomModels.of(seed), new Random(seed)));
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Files.write(folder.resolve("sound.jsonl"), sample.sound);
        Files.write(folder.resolve("broken.jsonl"), sample.broken);
    }

    private void take(Draft draft) throws IOException {
        String tree = JSON.std.asString(DraftTree.of(draft));
        try {
            Graph graph = GraphChecker.graph(draft);
            List<String> layers =
                    graph.nodes().stream().map(node -> node.spec().layerName()).toList();
            List<String> symbolic = graph.nodes().stream()
                    .filter(DraftSample::isSymbolic)
                    .map(node -> node.spec().layerName() + " on symbolic sizes")
                    .toList();
            boolean rare = isRare(layers, NODES) || isRare(symbolic, SYMBOLIC_NODES);
            if (rare) {
                Stream.concat(layers.stream(), symbolic.stream()).forEach(this::count);
                sound.add(tree);
            }
        } catch (GraphException wrong) {
            List<String> problems =
                    wrong.problems().stream().map(problem -> problem.id().id()).toList();
            if (isRare(problems, PROBLEMS)) {
                problems.forEach(this::count);
                broken.add(tree);
            }
        }
    }

    private boolean isRare(List<String> things, int enough) {
        return things.stream().anyMatch(thing -> counts.getOrDefault(thing, 0) < enough);
    }

    private void count(String thing) {
        counts.merge(thing, 1, Integer::sum);
    }

    private static boolean isSymbolic(Node node) {
        return node.inputTypes().stream().anyMatch(type -> !type.shape().isKnown());
    }

    /** The model with some of what its author can state beyond it: tensor types, right ones as a rule, and a budget. */
    private static Draft stated(Draft draft, Random random) {
        Map<TensorName, TensorType> types = new HashMap<>();
        try {
            Graph graph = GraphChecker.graph(draft);
            graph.inputs().forEach(input -> types.put(TensorName.of(input.name()), input.type()));
            graph.nodes().forEach(node -> types.put(TensorName.of(node.name()), node.type()));
        } catch (GraphException wrong) {
            return draft;
        }
        List<Draft.Input> inputs = draft.inputs().stream()
                .map(input -> new Draft.Input(input.name(), input.type(), kind(input.type(), random)))
                .toList();
        List<Draft.Step> steps = new ArrayList<>();
        for (Draft.Step step : draft.steps()) {
            List<Draft.Source> sources = step.sources().stream()
                    .map(source -> new Draft.Source(
                            source.wire(),
                            Optional.ofNullable(types.get(source.wire()))
                                    .map(type -> kind(type, random))
                                    .orElse(TensorKind.TENSOR)))
                    .toList();
            TensorType type = types.getOrDefault(TensorName.of(step.name()), TensorType.floats());
            steps.add(new Draft.Step(step.name(), step.layer(), sources, kind(type, random)));
        }
        Optional<Budget.Spec> budget = random.nextInt(4) > 0
                ? Optional.empty()
                : Optional.of(Budget.Spec.of().maxParameters(random.nextInt(8) > 0 ? 1_000_000 : 100));
        return new Draft(draft.name(), inputs, steps, draft.outputs(), budget);
    }

    /** What a tensor of this type is declared, now and then another one. */
    private static TensorKind kind(TensorType type, Random random) {
        if (random.nextInt(100) == 0) {
            return TensorKind.SEQ;
        }
        return random.nextBoolean() ? TensorKind.of(type) : TensorKind.TENSOR;
    }
}
