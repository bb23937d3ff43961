package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.graph.Draft;
import dev.plumb.processor.toolchain.KotlinTranslator;
import dev.plumb.processor.toolchain.Message;
import dev.plumb.processor.toolchain.Project;
import dev.plumb.processor.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every compiler says the same words about any broken model: those of the functional API, and none of its own. */
final class BrokenModelsTest {
    /** {@code -Dbroken.models=500} for more, {@code -Dmodels.seed=7} for others. */
    private static final int MODELS = Integer.getInteger("broken.models", 25);

    private static final long SEED = Long.getLong("models.seed", 2026);

    @TempDir
    Path folder;

    static Stream<Toolchain> java() {
        return Toolchain.java();
    }

    @ParameterizedTest
    @MethodSource("java")
    void theirMessagesAreTheSame(Toolchain toolchain) {
        assumeTrue(toolchain.absent().isEmpty(), () -> toolchain.absent().orElseThrow());
        Map<Draft, Verdict> broken = broken();
        Project project = Project.in(folder);
        broken.keySet().forEach(draft -> project.source(file(draft, "java"), ModelSource.of(draft)));
        assertSaid(broken, toolchain.compile(project), "java");
    }

    /** But for wires named like the package that stubs spell out: of these the compiler says so before Plumb has its turn. */
    @Test
    void theyAreTheSameInKotlin() {
        Map<Draft, Verdict> broken = broken();
        broken.keySet().removeIf(BrokenModelsTest::hidesThePackage);
        Project project = Project.in(folder);
        broken.keySet()
                .forEach(draft -> project.source(file(draft, "kt"), KotlinTranslator.translate(ModelSource.of(draft))));
        assertSaid(broken, Toolchain.kotlin().compile(project), "kt");
    }

    private static Map<Draft, Verdict> broken() {
        Map<Draft, Verdict> broken = new LinkedHashMap<>();
        long first = new Random(SEED).nextInt(1_000_000) * 1_000L;
        for (long seed = first; broken.size() < MODELS; seed++) {
            Draft draft = RandomModels.shuffled(RandomModels.of(seed), seed);
            Verdict verdict = Verdict.atRunTime(draft);
            if (!verdict.isSound()) {
                broken.put(draft, verdict);
            }
        }
        return broken;
    }

    private static boolean hidesThePackage(Draft draft) {
        return draft.steps().stream()
                .flatMap(step -> step.sources().stream())
                .anyMatch(source -> source.wire().toString().equals("dev"));
    }

    private static String file(Draft draft, String ending) {
        return ModelSource.PACKAGE + "/" + draft.name() + "." + ending;
    }

    private static void assertSaid(Map<Draft, Verdict> broken, List<Message> said, String ending) {
        assertTrue(said.size() >= broken.size(), () -> said + " of " + broken.size());
        assertAll(broken.entrySet().stream().map(model -> () -> {
            Draft draft = model.getKey();
            assertEquals(
                    model.getValue().messages(),
                    Verdict.messages(said, file(draft, ending)),
                    "\n" + ModelSource.of(draft));
        }));
        List<String> files =
                broken.keySet().stream().map(draft -> file(draft, ending)).toList();
        assertEquals(
                List.of(),
                said.stream().filter(message -> !files.contains(message.file())).toList());
    }
}
