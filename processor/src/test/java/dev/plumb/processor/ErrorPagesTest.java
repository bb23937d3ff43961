package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.problem.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each id has a page, and what a page shows is what the compiler says. After a wanted change of a message: {@code mvn test -pl processor -am
 * -Dpages.update=true}, and read the difference.
 */
final class ErrorPagesTest {
    private static final Path PAGES = Path.of("../docs/errors");
    private static final Pattern CODE = Pattern.compile("(?ms)^```(?:java)?\\n(.*?)^```$");

    private static final String RESOURCES = "src/test/resources/";

    @TempDir
    Path output;

    static Stream<ProblemId> ids() {
        // nothing known crashes, and only graphs made by hand have bindings
        Set<ProblemId> withoutModel = EnumSet.of(ProblemId.CRASH);
        return EnumSet.complementOf(EnumSet.copyOf(withoutModel)).stream();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void showsAWrongModelItsMessageAndTheMendedModel(ProblemId id, @TempDir Path mended) throws IOException {
        Path page = PAGES.resolve(id.id() + ".md");
        String text = Files.readString(page);
        List<String> blocks =
                CODE.matcher(text).results().map(result -> result.group(1)).toList();
        assertEquals(3, blocks.size(), "a page has a wrong model, a message and a mended model");
        String message = Javac.into(output)
                .with(options(id))
                .without("-Werror")
                .compile(blocks.get(0))
                .replace(RESOURCES, "");
        if (Boolean.getBoolean("pages.update")) {
            String changed = text.replaceFirst(
                    "(?s)(## The message\\n\\n```\\n).*?```\n", "$1" + Matcher.quoteReplacement(message + "\n```\n"));
            Files.writeString(page, changed);
        } else {
            assertEquals(blocks.get(1).strip(), message);
        }
        assertEquals(
                "# " + id.id() + (id.isWarning() ? " (warning)" : ""),
                text.lines().findFirst().orElse(""));
        String kind = id.isWarning() ? ": warning: " : ": error: ";
        assertEquals(1, message.split(": (?:error|warning): ", -1).length - 1, "one mistake, one message: " + message);
        assertTrue(message.contains(kind + "[plumb/" + id.id() + "]"), message);
        assertEquals("", Javac.into(mended).with(options(id)).compile(blocks.get(2)));
    }

    /** What a build asks for beside what is always checked. */
    private static String[] options(ProblemId id) {
        boolean compares = id == ProblemId.ARCHITECTURE_CHANGED || id == ProblemId.ARCHITECTURE_RECORD;
        return compares
                ? new String[] {"-Aplumb.architecture=" + RESOURCES + "architecture", "-Aplumb.lint=off"}
                : new String[0];
    }

    @Test
    void thereIsNoPageWithoutAnId() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            List<String> found =
                    pages.map(page -> page.getFileName().toString()).sorted().toList();
            List<String> expected = Arrays.stream(ProblemId.values())
                    .map(id -> id.id() + ".md")
                    .sorted()
                    .toList();
            assertEquals(expected, found);
        }
    }
}
