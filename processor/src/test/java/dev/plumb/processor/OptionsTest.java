package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.Mermaid;
import dev.plumb.graph.build.Summary;
import dev.plumb.graph.check.GraphChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports, and options that make no sense. */
final class OptionsTest {
    private static final String NESTED = """
        package models;
        import dev.plumb.dsl.*;
        import dev.plumb.dsl.layer.*;
        interface Outer {
            @Sequential
            interface Line {
                @Input(20) Vec features();
                @Dense(units = 5) Vec out();
            }
        }
        """;

    @TempDir
    Path output;

    @TempDir
    Path folder;

    private String compile(Path reports, String... sources) {
        return Javac.into(output).with("-Aplumb.reports=" + reports).compile(sources);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void eachModelHasSummaryFlowchartAndGraph() throws IOException {
        Path reports = folder.resolve("build/reports/plumb");
        assertEquals("", compile(reports, LanguageExampleTest.MODEL, NESTED));
        assertEquals(
                List.of(
                        "models.Outer.Line.json",
                        "models.Outer.Line.mmd",
                        "models.Outer.Line.txt",
                        "models.ResidualClassifier.json",
                        "models.ResidualClassifier.mmd",
                        "models.ResidualClassifier.txt"),
                files(reports));
        Graph graph = GraphChecker.graph(
                DraftTree.read(JSON.std.mapFrom(Files.readString(reports.resolve("models.ResidualClassifier.json")))));
        assertEquals(12_938, graph.parameters());
        assertEquals(Summary.of(graph).text(), Files.readString(reports.resolve("models.ResidualClassifier.txt")));
        assertEquals(Mermaid.of(graph).text(), Files.readString(reports.resolve("models.ResidualClassifier.mmd")));
    }

    @Test
    void aModelThatIsBrokenNowHasItsMessagesAndNoGraph() throws IOException {
        assertEquals("", compile(folder, LanguageExampleTest.MODEL, NESTED));
        String printed = compile(folder, LanguageExampleTest.MODEL, NESTED.replace("units = 5", "units = 0"));
        assertTrue(printed.contains("[plumb/bad-attribute]"), printed);
        assertEquals(
                List.of(
                        "models.Outer.Line.mmd",
                        "models.Outer.Line.txt",
                        "models.ResidualClassifier.json",
                        "models.ResidualClassifier.mmd",
                        "models.ResidualClassifier.txt"),
                files(folder));
        String messages = Files.readString(folder.resolve("models.Outer.Line.txt"));
        assertTrue(messages.startsWith("Model 'Line' has 1 problem:\n\n[plumb/bad-attribute] "), messages);
        assertTrue(messages.endsWith("see  docs/errors/bad-attribute.md\n"), messages);
        String flowchart = Files.readString(folder.resolve("models.Outer.Line.mmd"));
        assertTrue(flowchart.contains("<br>plumb/bad-attribute\"]]\n"), flowchart);
        assertTrue(flowchart.endsWith("    class n1 wrong\n"), flowchart);
    }

    /** The model of the README. */
    @Test
    void theWireThatIsToBlameIsRed() throws IOException {
        String broken = LanguageExampleTest.MODEL.replace(
                "@Dense(units = 64)                         Vec shortcut", "@Dense(units = 32) Vec shortcut");
        String printed = compile(folder, broken);
        assertTrue(printed.contains("[plumb/shape-mismatch]"), printed);
        assertEquals("""
            flowchart TD
                n0(["features<br>Input<br>(20)"])
                n1["wide<br>Dense(units = 128, activation = RELU)"]
                n2["dropped<br>Dropout(0.3)"]
                n3["deep<br>Dense(units = 64)"]
                n4["shortcut<br>Dense(units = 32)"]
                n5["merged<br>Add"]
                n6["activated<br>Activation(RELU)"]
                n7[["predictions<br>Dense(units = 10, activation = SOFTMAX)"]]
                n0 --> n1
                n1 --> n2
                n2 --> n3
                n0 --> n4
                n3 --> n5
                n4 --> |"plumb/shape-mismatch"| n5
                n5 --> n6
                n6 --> n7
                linkStyle 5 stroke:#cf222e,stroke-width:3px,color:#cf222e
            """, Files.readString(folder.resolve("models.ResidualClassifier.mmd")));
    }

    @Test
    void aNewReportTakesThePlaceOfTheOld() throws IOException {
        assertEquals("", compile(folder, NESTED));
        assertEquals("", compile(folder, NESTED.replace("units = 5", "units = 7")));
        assertEquals(3, files(folder).size());
        assertTrue(Files.readString(folder.resolve("models.Outer.Line.txt")).contains("(None, 7)"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        String printed = compile(file.resolve("reports"), LanguageExampleTest.MODEL, NESTED);
        assertTrue(
                printed.startsWith("error: -Aplumb.reports=" + file.resolve("reports") + ": cannot be written: "),
                printed);
        assertEquals(1, printed.split("error: ", -1).length - 1, printed);
        assertEquals("no folder", Files.readString(file));
    }

    @Test
    void pagesHaveTheAddressThatTheBuildGives() {
        String broken = NESTED.replace("units = 5", "units = 0");
        assertTrue(Javac.into(output)
                .with("-Aplumb.docs=https://example.org/errors/")
                .compile(broken)
                .endsWith("see  https://example.org/errors/bad-attribute.md"));
        assertTrue(Javac.into(output)
                .with("-Aplumb.docs=https://example.org/errors//")
                .compile(broken)
                .endsWith("see  https://example.org/errors/bad-attribute.md"));
        assertTrue(Javac.into(output)
                .with("-Aplumb.docs=https://example.org/errors.html#")
                .compile(broken)
                .endsWith("see  https://example.org/errors.html#bad-attribute"));
        assertTrue(Javac.into(output)
                .with("-Aplumb.docs=https://example.org/{id}.html")
                .compile(broken)
                .endsWith("see  https://example.org/bad-attribute.html"));
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertEquals(
                "error: -Aplumb.lint=loud: must be one of error, warn, off",
                Javac.into(output).with("-Aplumb.lint=loud").compile(NESTED));
        assertEquals(
                "error: -Aplumb.lint: must be one of error, warn, off",
                Javac.into(output).with("-Aplumb.lint").compile(NESTED));
        assertEquals(
                "error: -Aplumb.reports: must be a folder",
                Javac.into(output).with("-Aplumb.reports").compile(NESTED));
        assertEquals(
                "error: -Aplumb.docs: must be an address",
                Javac.into(output).with("-Aplumb.docs").compile(NESTED));
        assertFalse(Javac.into(output).with("-Aplumb.lint=warn").compile(NESTED).contains("plumb"));
    }

    @Test
    void aMisspeltOptionIsSaidWithTheNameThatWasMeant() {
        assertEquals(
                "error: -Aplumb.maxParamters: there is no such option, did you mean 'plumb.maxParameters'?",
                Javac.into(output).with("-Aplumb.maxParamters=1000").compile(NESTED));
        assertEquals(
                "error: -Aplumb.Lint: there is no such option, did you mean 'plumb.lint'?",
                Javac.into(output).with("-Aplumb.Lint=error").compile(NESTED));
        assertEquals(
                "error: -Aplumb.budget: there is no such option; there are plumb.architecture,"
                        + " plumb.architecture.update, plumb.docs, plumb.lint, plumb.maxActivationMegabytes,"
                        + " plumb.maxFlops, plumb.maxMegabytes, plumb.maxParameters, plumb.reports, plumb.weights",
                Javac.into(output).with("-Aplumb.budget").compile(NESTED));
    }

    @Test
    void theOptionsOfOthersAreNotOurs() {
        String printed = Javac.into(output)
                .without("-Werror")
                .with("-Akapt.kotlin.generated=folder", "-Aplumber.lint=error", "-Amapstruct.verbose=true")
                .compile(NESTED);
        assertTrue(printed.startsWith("warning: The following options were not recognized by any processor:"), printed);
        assertFalse(printed.contains("error:"), printed);
    }

    @Test
    void aFileInPlaceOfAFolderIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        for (String option : List.of("plumb.architecture", "plumb.reports", "plumb.weights")) {
            assertEquals(
                    "error: -A" + option + "=" + file + ": must be a folder, and is a file",
                    Javac.into(output).with("-A" + option + "=" + file).compile(NESTED));
        }
    }
}
