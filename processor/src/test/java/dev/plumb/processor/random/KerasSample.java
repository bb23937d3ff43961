package dev.plumb.processor.random;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes random models, right and broken ones, for Keras to judge: {@code KerasSample file [count [seed]]}. After {@code count} of them
 * follow those with layers that are still rare, and small ones with a problem that is. Then {@code generate.py random_graphs} adds what Keras says, see
 * {@code runtime/src/test/fixtures/README.md}. Wires that lead nowhere and cycles are left out: Keras has no way
 * to write them.
 */
public final class KerasSample {
    private static final List<Breakage> BREAKAGES = List.of(
            Breakage.OTHER_WIRE,
            Breakage.OTHER_WIRE,
            Breakage.OTHER_ATTRIBUTES,
            Breakage.OTHER_ATTRIBUTES,
            Breakage.BAD_ATTRIBUTE,
            Breakage.BAD_ATTRIBUTE,
            Breakage.OTHER_LAYER,
            Breakage.OTHER_LAYER,
            Breakage.OTHER_INPUT,
            Breakage.DEAD_LAYER,
            Breakage.DISCONNECTED_INPUT,
            Breakage.DUPLICATE_NAME);

    private static final int DRAWN = 20_000;

    /** So many nodes of each layer, a few more than the test wants: of some models Keras thinks otherwise. */
    private static final int NODES = 24;

    /** So many models with each problem of each layer or attribute, and nothing else wrong: at most of so many layers. */
    private static final int PROBLEMS = 1;

    private static final int SMALL = 5;

    private KerasSample() {}

    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 400;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 0;
        List<Map<String, Object>> cases = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int drawn = 0; drawn < DRAWN; drawn++) {
            Draft draft = untrained(RandomModels.of(seed + drawn, BREAKAGES));
            if (draft.steps().stream().anyMatch(KerasSample::isGated)) {
                continue;
            }
            boolean first = cases.size() < count;
            try {
                List<String> layers = layers(GraphChecker.graph(draft));
                if (first || layers.stream().anyMatch(layer -> seen.getOrDefault(layer, 0) < NODES)) {
                    cases.add(DraftTree.of(draft));
                    layers.forEach(layer -> seen.merge(layer, 1, Integer::sum));
                }
            } catch (GraphException wrong) {
                List<Problem> problems = wrong.problems();
                boolean rare = problems.size() == 1
                        && draft.steps().size() <= SMALL
                        && seen.merge(KerasDifferences.about(problems.get(0)), 1, Integer::sum) <= PROBLEMS;
                if (first || rare) {
                    cases.add(DraftTree.of(draft));
                }
            }
        }
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("cases", cases);
        Files.writeString(Path.of(arguments[0]), JSON.std.asString(sample) + "\n");
    }

    /** Keras knows only when it runs that GLU halves an axis: the shapes and weights that it states before are wrong. */
    private static boolean isGated(Draft.Step step) {
        return step.layer().orElseThrow().finalActivation().equals(Optional.of(ActivationFunction.GLU));
    }

    private static List<String> layers(Graph graph) {
        return graph.nodes().stream().map(node -> node.spec().layerName()).toList();
    }

    /** The model without losses, which Keras does not check either before it trains. */
    private static Draft untrained(Draft draft) {
        return draft.withOutputs(draft.outputs().stream()
                .map(output -> new Draft.Output(output.name(), Optional.empty(), List.of()))
                .toList());
    }
}
