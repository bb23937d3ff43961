package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages under {@code docs/errors} hold on every compiler: the same words about each wrong model, as near to the token as the compiler can
 * show, and nothing about a mended one. All pages are compiled at once, each in a package of its own.
 */
final class EveryCompilerTest {
    private final List<ErrorPage> pages = ErrorPage.all();

    @TempDir
    Path folder;

    static Stream<JavacToolchain> javac() {
        return Stream.of(JavacToolchain.of(17), JavacToolchain.of(25));
    }

    @ParameterizedTest
    @MethodSource("javac")
    void javacPrintsThePage(JavacToolchain javac) {
        assumeTrue(javac.absent().isEmpty(), () -> javac.absent().orElseThrow());
        Project project = Project.in(folder);
        pages.forEach(page -> page.addTo(project));
        List<Message> messages = javac.compile(project);
        assertAll(pages.stream().map(page -> () -> assertEquals(List.of(page.expected()), about(page, messages))));
    }

    @Test
    void ecjSaysThePageAtTheTokenOrAtTheAnnotationAroundIt() {
        Project project = Project.in(folder);
        pages.forEach(page -> page.addTo(project));
        List<Message> messages = new EcjToolchain().compile(project);
        assertAll(pages.stream().map(page -> () -> {
            Message expected = page.expected();
            List<Message> said = about(page, messages);
            String line = page.line(expected.line());
            boolean fallsBack = !said.isEmpty() && said.get(0).column() == annotation(line, expected.column());
            assertEquals(List.of(expected.at(fallsBack ? said.get(0).column() : ecjColumn(line, expected))), said);
        }));
    }

    /** The models of the pages, translated to Kotlin line for line. */
    @Test
    void kaptSaysThePageAtTheFunctionInTheKotlinSource() {
        Project project = Project.in(folder);
        pages.forEach(page -> page.addInKotlinTo(project));
        List<Message> messages = new KaptToolchain().compile(project);
        assertAll(pages.stream()
                .map(page -> () -> assertEquals(List.of(page.expectedInKotlin()), about(page, messages))));
    }

    private static List<Message> about(ErrorPage page, List<Message> messages) {
        return messages.stream()
                .filter(message -> message.file().startsWith(page.packageName() + "/"))
                .toList();
    }

    /** javac shows where the declaration of a type begins, ECJ its name. */
    private static long ecjColumn(String line, Message javac) {
        int type = line.indexOf("interface ") >= 0 ? line.indexOf("interface ") + 10 : line.indexOf("class ") + 6;
        return line.startsWith(" ") ? javac.column() : type + 1L;
    }

    /** The column of the annotation before another column: ECJ has no place for an item of an array. */
    private static long annotation(String line, long column) {
        return line.lastIndexOf('@', (int) column - 1) + 1L;
    }
}
