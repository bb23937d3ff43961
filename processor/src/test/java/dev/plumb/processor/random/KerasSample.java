package dev.plumb.processor.random;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.build.DraftTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes random models, right and broken ones, for Keras to judge: {@code KerasSample file [count [seed]]}. Then {@code generate.py random_graphs}
 * adds what Keras says, see {@code runtime/src/test/fixtures/README.md}. Wires that lead nowhere and cycles are left out: Keras has no way
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

    private KerasSample() {}

    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 400;
        List<Map<String, Object>> cases = new ArrayList<>();
        int first = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        for (int seed = first; cases.size() < count; seed++) {
            Draft draft = RandomModels.of(seed, BREAKAGES);
            if (draft.steps().stream().noneMatch(KerasSample::isGated)) {
                cases.add(tree(draft));
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

    /** The tree of a draft, which may be broken: without losses, which Keras does not check either before it trains. */
    private static Map<String, Object> tree(Draft draft) {
        List<Draft.Output> untrained = draft.outputs().stream()
                .map(output -> new Draft.Output(output.name(), Optional.empty(), List.of()))
                .toList();
        return DraftTree.of(draft.withOutputs(untrained));
    }
}
