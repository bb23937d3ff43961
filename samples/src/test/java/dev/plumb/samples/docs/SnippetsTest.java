package dev.plumb.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.processor.PlumbProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java block of the README and the guides is a complete file that compiles. The pages of errors have a test of their own. */
final class SnippetsTest {
    private static final Path PROJECT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("^(?:class|interface) (\\w+)", Pattern.MULTILINE);

    /** A block and where it stands. */
    record Snippet(Path page, String name, String code) {
        @Override
        public String toString() {
            return page.getFileName() + " " + name;
        }
    }

    static List<Snippet> snippets() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(PROJECT.resolve("README.md")));
        try (Stream<Path> guides = Files.list(PROJECT.resolve("docs"))) {
            guides.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                Matcher type = TYPE.matcher(block.group(1));
                assertTrue(type.find(), page + " has a Java block without a class: " + block.group(1));
                snippets.add(new Snippet(page, type.group(1), block.group(1)));
            }
        }
        return snippets;
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void compiles(Snippet snippet, @TempDir Path output) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("memory:///" + snippet.name() + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return snippet.code();
                    }
                };
        JavaCompiler.CompilationTask task =
                compiler.getTask(messages, null, null, List.of("-d", output.toString()), null, List.of(source));
        task.setProcessors(List.of(new PlumbProcessor()));
        boolean compiled = task.call();
        assertEquals("", messages.toString());
        assertTrue(compiled);
    }
}
