package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** What the README and the guides show is true: their Java compiles, the error of the README is what javac prints, their links lead somewhere. */
final class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern TEXT = Pattern.compile("(?ms)^```text\\n(.*?)^```$");
    private static final Pattern XML = Pattern.compile("(?ms)^```xml\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    /** What the README leaves out of its wrong model. */
    private static final String HEAD = """
            package models;

            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.LossFunction.*;
            import static dev.plumb.dsl.Metric.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            """;

    @TempDir
    Path output;

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> guides = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages =
                    new ArrayList<>(guides.filter(page -> page.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            pages.add(ROOT.resolve("README.md"));
            return pages.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyJavaSnippetCompilesWithoutAWord(Path page) throws IOException {
        List<String> snippets = blocks(JAVA, page);
        if (!snippets.isEmpty()) {
            assertEquals(note(page), Javac.printed(snippets, output));
        }
    }

    /** The note that a page shows below its snippet, if the compiler has one to say. */
    private static String note(Path page) throws IOException {
        return blocks(TEXT, page).stream()
                .filter(block -> block.lines().findFirst().orElse("").contains(": Note: "))
                .findFirst()
                .map(String::strip)
                .orElse("");
    }

    @Test
    void theSnippetsAreFound() throws IOException {
        assertFalse(blocks(JAVA, ROOT.resolve("README.md")).isEmpty());
        assertFalse(blocks(JAVA, ROOT.resolve("docs/getting-started.md")).isEmpty());
    }

    @Test
    void theWrongModelOfTheReadmeGivesTheErrorBelowIt() throws IOException {
        List<String> blocks = blocks(TEXT, ROOT.resolve("README.md"));
        assertEquals(blocks.get(1).strip(), Javac.printed(List.of(HEAD + blocks.get(0)), output));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesThatAreThere(Path page) throws IOException {
        LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .forEach(target -> assertTrue(Files.exists(page.resolveSibling(target)), page + " links " + target));
    }

    @Test
    void thePomForKotlinIsWellFormedAndNamesTheVersionsOfThisBuild() throws Exception {
        String pom = blocks(XML, ROOT.resolve("docs/compilers.md")).stream()
                .filter(block -> block.startsWith("<?xml"))
                .findFirst()
                .orElseThrow();
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(pom)))
                .normalizeDocument();
        String ours = Files.readString(ROOT.resolve("pom.xml"));
        for (String version : List.of("<kotlin.version>[^<]+", "<maven.compiler.release>[^<]+")) {
            assertEquals(first(version, ours), first(version, pom));
        }
        for (String artifact : List.of("maven-compiler-plugin", "slf4j-nop")) {
            String version = "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)";
            String number = first(version, ours).replace("${slf4j.version}", first("<slf4j.version>([^<]+)", ours));
            assertEquals(number, first(version, pom), artifact);
        }
        assertEquals(first("<version>([^<]+)", ours), first("<plumb.version>([^<]+)", pom));
    }

    /** What the pattern finds first: its group, if it has one. */
    private static String first(String pattern, String text) {
        MatchResult found =
                Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow();
        return found.group(found.groupCount());
    }

    private static List<String> blocks(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
