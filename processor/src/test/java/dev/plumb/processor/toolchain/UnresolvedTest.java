package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler cannot resolve is its own to report: Plumb adds nothing that follows from it, and goes on with the rest. */
final class UnresolvedTest {
    private static final String IMPORTS = """
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            """;

    @TempDir
    Path folder;

    static Stream<Toolchain> java() {
        return Toolchain.java();
    }

    @ParameterizedTest
    @MethodSource("java")
    void onlyTheCompilerSpeaksOfIt(Toolchain toolchain) {
        assumeTrue(toolchain.absent().isEmpty(), () -> toolchain.absent().orElseThrow());
        Project project = Project.in(folder)
                .source("Attribute.java", IMPORTS + """
                        @Model interface Attribute {
                            @Input(20) Vec features();
                            @Dense(units = Sizes.UNITS) Vec hidden(Vec features);
                            @Output @Dense(units = 0) Vec out(Vec hidden);
                        }
                        """)
                .source("Type.java", IMPORTS + """
                        @Model interface Type {
                            @Input(20) Vec features();
                            @Dense(units = 8) Vector hidden(Vec features);
                            @Output @Dense(units = 2) Vec out(Vectors hidden);
                        }
                        """)
                .source("Parent.java", IMPORTS + """
                        @Model interface Parent extends Missing {
                            @Dense(units = 8) Vec hidden(Vec features);
                        }
                        """);
        List<String> said = toolchain.compile(project).stream()
                .filter(message -> message.text().startsWith("["))
                .map(Message::headline)
                .toList();
        assertEquals(
                List.of("Attribute.java:6: [plumb/bad-attribute] Dense 'out' has units = 0: must be at least 1"), said);
    }

    /** javac before 21 hides annotations that it cannot resolve from processors: there a layer annotation seems to be missing. */
    @ParameterizedTest
    @MethodSource("java")
    void aMisspelledAnnotationIsNoMissingOne(Toolchain toolchain) {
        assumeTrue(toolchain.absent().isEmpty(), () -> toolchain.absent().orElseThrow());
        assumeTrue(!toolchain.equals(JavacToolchain.of(17)), "javac 17 shows no processor what was misspelled");
        Project project = Project.in(folder).source("Misspelled.java", IMPORTS + """
                @Model interface Misspelled {
                    @Inputt(20) Vec features();
                    @Dnse(units = 8) Vec hidden(Vec features);
                    @Dense(units = 8) Vec role(@Form("hidden") Vec query);
                    @Outputt @Dense(units = 2) Vec out(Vec role);
                }
                """);
        List<String> said = toolchain.compile(project).stream()
                .map(Message::text)
                .filter(text -> text.startsWith("["))
                .toList();
        assertEquals(List.of(), said);
    }
}
