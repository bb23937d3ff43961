package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiler and the functional API say the same about any model: the same graph, or the same problems in the same words. */
final class RandomModelsTest {
    private static final int MODELS = 500;

    /** Each run of a build sees the same models; {@code -Dmodels.seed=7} draws others. */
    private static final long SEED = Long.getLong("models.seed", 2026);

    /** So many models have all that random models can have. */
    private static final int SAMPLE = 2_000;

    static IntStream batches() {
        return new Random(SEED).ints(4, 0, 1_000_000_000);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void theCompilerAndTheFunctionalApiAgree(int batch) {
        Map<Draft, Verdict> sound = new LinkedHashMap<>();
        Map<Draft, Verdict> broken = new LinkedHashMap<>();
        for (long i = 0; i < MODELS; i++) {
            long seed = (long) batch * MODELS + i;
            Draft draft = RandomModels.shuffled(RandomModels.of(seed), seed);
            Verdict verdict = Verdict.atRunTime(draft);
            (verdict.isSound() ? sound : broken).put(draft, verdict);
        }
        int fewest = MODELS / 3;
        assertTrue(sound.size() > fewest && broken.size() > fewest, sound.size() + " sound, " + broken.size());
        agree(
                sound,
                Compiled.of(List.copyOf(sound.keySet()))); // apart: with an error in one model, javac makes no classes
        agree(broken, Compiled.of(List.copyOf(broken.keySet())));
    }

    private static void agree(Map<Draft, Verdict> verdicts, Compiled compiled) {
        assertEquals(Map.of(), compiled.foreignMessages());
        verdicts.forEach((draft, atRunTime) -> {
            String source = "\n" + ModelSource.of(draft);
            assertEquals(atRunTime.messages(), Verdict.messages(compiled, draft), source);
            atRunTime.graph().ifPresent(graph -> assertEquals(graph, compiled.graph(draft.name()), source));
        });
    }

    @Test
    void everyLayerTakesPart() {
        Set<String> layers = new TreeSet<>(RandomLayers.NAMES);
        List<Node> nodes = new ArrayList<>();
        for (long seed = 0; seed < SAMPLE; seed++) {
            Verdict.atRunTime(RandomModels.of(seed)).graph().ifPresent(graph -> nodes.addAll(graph.nodes()));
        }
        assertEquals(
                layers,
                nodes.stream().map(node -> node.spec().layerName()).collect(Collectors.toCollection(TreeSet::new)));
        assertTrue(
                nodes.stream()
                        .anyMatch(node -> RandomLayers.recurrent(node.spec()).isPresent()
                                && node.inputs().size() > 1),
                "no state to start from");
        assertTrue(
                nodes.stream().flatMap(node -> node.inputs().stream()).anyMatch(wire -> !wire.output()
                        .isEmpty()),
                "no wire from a further output");
        assertTrue(
                nodes.stream()
                        .anyMatch(node -> node.spec() instanceof AttentionSpec
                                && node.inputs().size() == 4),
                "no mask of attention");
        assertTrue(
                nodes.stream()
                        .anyMatch(node -> node.spec().usesMask()
                                && node.inputTypes().get(0).masked()),
                "no mask over time");
    }

    @Test
    void theFirstOutputByItsNameIsToldAsItIsWritten() {
        Draft.Input input = new Draft.Input("x", TensorType.floats(4, 4), TensorKind.TENSOR);
        Draft.Step states = RandomModels.step("graph", Layers.gru(4).returnState(true), List.of("x"));
        Draft.Step image = RandomModels.step("y", Layers.conv2D(2, 2), List.of("graph.output"));
        Draft.Output output = new Draft.Output("y", Optional.empty(), List.of());
        Draft draft = new Draft("Named", List.of(input), List.of(states, image), List.of(output));
        Verdict verdict = Verdict.atRunTime(draft);
        assertTrue(verdict.messages().toString().contains("graph.output"), verdict::toString);
        agree(Map.of(draft, verdict), Compiled.of(List.of(draft)));
    }

    @Test
    void rolesAreStatedAndLeftOutInTheSource() {
        LayerSpec attention = Layers.multiHeadAttention(1, 2);
        Draft.Step step = RandomModels.step("y", attention, List.of("x", "x", "x", "m"));
        Set<String> written = IntStream.range(0, 200)
                .mapToObj(i -> ModelSource.of(new Draft("Model" + i, List.of(), List.of(step), List.of())))
                .map(source ->
                        source.substring(source.indexOf("Tensor y(") + "Tensor y(".length(), source.indexOf(");\n}")))
                .collect(Collectors.toSet());
        String query = "@From(\"x\") Tensor query";
        String mask = "@From(\"m\") Tensor mask";
        assertTrue(written.contains(query + ", " + mask) && written.contains(mask + ", " + query), written::toString);
        assertTrue(
                written.contains("Tensor x, @From(\"x\") Tensor parameter1, @From(\"x\") Tensor parameter2, Tensor m"),
                written::toString);
    }
}
