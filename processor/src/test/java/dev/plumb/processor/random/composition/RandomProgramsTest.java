package dev.plumb.processor.random.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.processor.random.Compiled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The compiler and the builder say the same about any model that is made of parts. */
final class RandomProgramsTest {
    private static final Pattern ID = Pattern.compile("\\[plumb/([a-z-]+)]");

    /** Each run of a build sees the same programs; {@code -Dprograms.seed=7} draws others, {@code -Dprograms=300} more. */
    private static final long SEED = Long.getLong("programs.seed", 2026);

    private static final int PROGRAMS = Integer.getInteger("programs", 60);

    @Test
    void theCompilerAndTheBuilderAgree() {
        Map<Program, ByHand.Result> sound = new LinkedHashMap<>();
        Map<Program, ByHand.Result> broken = new LinkedHashMap<>();
        long first = new Random(SEED).nextInt(1_000_000) * (long) PROGRAMS;
        for (int i = 0; i < PROGRAMS; i++) {
            Program program = RandomPrograms.of(first + i);
            ByHand.Result result = ByHand.of(program);
            (result.isSound() ? sound : broken).put(program, result);
        }
        assertTrue(
                sound.size() > PROGRAMS / 2 && broken.size() > PROGRAMS / 6,
                sound.size() + " sound, " + broken.size() + " broken");
        Compiled right = compiled(sound.keySet());
        Map<String, Object> differences = new LinkedHashMap<>(right.foreignMessages());
        sound.forEach((program, byHand) -> {
            List<String> messages = right.messages(program.name());
            if (!messages.isEmpty()) {
                differences.put(ProgramSource.of(program), "only the compiler says " + messages);
            }
        });
        assertEquals(Map.of(), differences);
        sound.forEach((program, byHand) -> assertEquals(
                plain(byHand.graph().orElseThrow()),
                plain(right.graphOf(ProgramSource.generatedClass(program))),
                ProgramSource.of(program)));

        Compiled wrong = compiled(broken.keySet());
        differences.putAll(wrong.foreignMessages());
        broken.forEach((program, byHand) -> {
            Set<String> ids = ids(wrong.messages(program.name()));
            Set<String> idsByHand = new TreeSet<>();
            byHand.problems().forEach(problem -> idsByHand.add(problem.id().id()));
            if (ids.isEmpty() || !ids.containsAll(idsByHand)) {
                differences.put(
                        program.mistake() + "\n" + ProgramSource.of(program),
                        "compiler " + wrong.messages(program.name()) + ", builder " + byHand);
            }
        });
        assertEquals(Map.of(), differences);
    }

    private static Set<String> ids(List<String> messages) {
        Set<String> ids = new TreeSet<>();
        for (String message : messages) {
            Matcher id = ID.matcher(message);
            if (id.find()) {
                ids.add(id.group(1));
            }
        }
        return ids;
    }

    static Compiled compiled(Iterable<Program> programs) {
        Map<String, String> sources = new LinkedHashMap<>();
        programs.forEach(
                program -> sources.put(ProgramSource.PACKAGE + "." + program.name(), ProgramSource.of(program)));
        return Compiled.ofSources(sources);
    }

    /** What a graph computes, without what it is made of. */
    private static String plain(Graph graph) {
        return graph.inputs() + "\n" + graph.nodes() + "\n" + graph.outputs();
    }
}
