package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void ecjSaysThePageAtTheTokenOrWhatIsWrittenAroundIt() {
        Project project = Project.in(folder);
        pages.forEach(page -> page.addTo(project));
        List<Message> messages = new EcjToolchain().compile(project);
        assertAll(pages.stream().map(page -> () -> {
            Message expected = page.expected();
            List<Message> said = about(page, messages);
            Set<Long> columns = ecjColumns(page.line(expected.line()), expected.column());
            assertEquals(
                    List.of(expected),
                    said.stream()
                            .map(message ->
                                    columns.contains(message.column()) ? message.at(expected.column()) : message)
                            .toList());
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

    /** Limits of a build and records of architectures, on the two compilers that no page with options runs on. */
    @Test
    void optionsReachEcjAndKapt(@TempDir Path records) {
        String model = """
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            @Model
            interface Digits {
                @Input(784) Vec image();
                @Output @Dense(units = 10) Vec classes(Vec image);
            }
            """;
        String limit = "plumb.maxFlops=1000";
        Project java =
                Project.in(folder.resolve("java")).source("Digits.java", model).with(limit);
        String said = "4: [plumb/over-budget] model 'Digits' has 15,680 FLOPs per example, its budget is 1,000, by"
                + " -Aplumb.maxFlops";
        assertEquals(List.of("Digits.java:" + said), headlines(new EcjToolchain().compile(java)));
        Project kotlin = Project.in(folder.resolve("kotlin")).source("Digits.kt", KotlinTranslator.translate(model));
        assertEquals(
                List.of("Digits.kt:3: [plumb/architecture-record] the architecture of 'Digits' cannot be compared with"
                        + " its record: there is none"),
                headlines(new KaptToolchain().compile(kotlin.with("plumb.architecture=" + records))));
        Project update = Project.in(folder.resolve("update"))
                .source("Digits.java", model)
                .with("plumb.architecture=" + records, "plumb.architecture.update=true");
        assertEquals(List.of(), headlines(new EcjToolchain().compile(update)));
        assertTrue(Files.exists(records.resolve("Digits.architecture")));
    }

    private static List<String> headlines(List<Message> messages) {
        return messages.stream().map(Message::headline).toList();
    }

    private static List<Message> about(ErrorPage page, List<Message> messages) {
        return messages.stream()
                .filter(message -> message.file().startsWith(page.packageName() + "/"))
                .toList();
    }

    /**
     * Where ECJ shows what javac shows in this column: the name of a type instead of the start of its declaration, the name of an attribute
     * instead of its value, the annotation instead of an item of an array.
     */
    private static Set<Long> ecjColumns(String line, long column) {
        Matcher type = Pattern.compile("\\b(?:interface|class) (?=\\w)").matcher(line);
        if (type.find()) {
            return Set.of(type.end() + 1L);
        }
        String before = line.substring(0, (int) column - 1);
        Matcher attribute = Pattern.compile("\\w+ = $").matcher(before);
        long around = attribute.find() ? attribute.start() + 1L : before.lastIndexOf('@') + 1L;
        return Set.of(column, around == 0 || around == column ? -1 : around);
    }
}
