package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build checks of all models without a word in them: limits, and that they are those that were recorded. */
final class BuildChecksTest {
    private static final String MODEL = Javac.IMPORTS + """
        @Model
        interface Digits {
            @Input(784) Vec image();
            @Dense(units = 64, activation = RELU) Vec wide(Vec image);
            @Dropout(0.3) Vec dropped(Vec wide);
            @Output @Dense(units = 10) Vec classes(Vec dropped);
        }
        """;

    private static final String UPDATE = "-Aplumb.architecture.update=true";

    @TempDir
    Path output;

    @TempDir
    Path records;

    private String compile(String source, String... options) {
        return Javac.into(output).with(options).compile(source);
    }

    private String compare(String source) {
        return compile(source, "-Aplumb.architecture=" + records);
    }

    private void record(String source) {
        assertEquals("", compile(source, "-Aplumb.architecture=" + records, UPDATE));
    }

    private Path file() {
        return records.resolve("Digits.architecture");
    }

    @Test
    void theLimitsOfABuildAreSaidAtTheModel() {
        String printed = compile(
                MODEL,
                "-Aplumb.maxParameters=50_000",
                "-Aplumb.maxMegabytes=0.1",
                "-Aplumb.maxFlops=1e5",
                "-Aplumb.maxActivationMegabytes=0.001");
        assertEquals(
                List.of(
                        "6: error: [plumb/over-budget] model 'Digits' has 50,890 parameters, its budget is 50,000, by"
                                + " -Aplumb.maxParameters",
                        "6: error: [plumb/over-budget] model 'Digits' has 0.194 MB of weights, its budget is 0.1 MB, by"
                                + " -Aplumb.maxMegabytes",
                        "6: error: [plumb/over-budget] model 'Digits' has 101,632 FLOPs per example, its budget is"
                                + " 100,000, by -Aplumb.maxFlops",
                        "6: error: [plumb/over-budget] model 'Digits' has 0.0035 MB of activations per example, its"
                                + " budget is 0.001 MB, by -Aplumb.maxActivationMegabytes"),
                Javac.messages(printed));
        assertTrue(printed.contains("\ninterface Digits {\n^\n"), printed);
        assertTrue(printed.contains("    wide     Dense(units = 64, activation = RELU)   100,352 (98.7 %)\n"), printed);
    }

    @Test
    void whatAModelLimitsItselfIsNotTheBuildsMatter() {
        String own = MODEL.replace("@Model", "@Budget(maxFlops = 200_000) @Model");
        assertEquals("", compile(own, "-Aplumb.maxFlops=1000"));
        assertTrue(compile(own, "-Aplumb.maxParameters=1000").contains("50,890 parameters"));
    }

    @Test
    void theBudgetOfAnExampleIsSaidAtItsValue() {
        String printed =
                compile(MODEL.replace("@Model", "@Budget(maxFlops = 1e5, maxActivationMegabytes = 1e-3) @Model"));
        assertEquals(
                List.of(
                        "5: error: [plumb/over-budget] model 'Digits' has 101,632 FLOPs per example, its budget is"
                                + " 100,000",
                        "5: error: [plumb/over-budget] model 'Digits' has 0.0035 MB of activations per example, its"
                                + " budget is 0.001 MB"),
                Javac.messages(printed));
        assertTrue(printed.contains("\n" + " ".repeat("@Budget(maxFlops = ".length()) + "^\n"), printed);
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertEquals("", compile(MODEL, "-Aplumb.maxParameters=6.5e4"));
        assertEquals("error: -Aplumb.maxFlops=many: must be a number above 0", compile(MODEL, "-Aplumb.maxFlops=many"));
        assertEquals(
                "error: -Aplumb.maxParameters=0: must be a whole number above 0",
                compile(MODEL, "-Aplumb.maxParameters=0"));
        assertEquals(
                "error: -Aplumb.maxParameters=1.5: must be a whole number above 0",
                compile(MODEL, "-Aplumb.maxParameters=1.5"));
        assertEquals("error: -Aplumb.maxMegabytes: must be a number above 0", compile(MODEL, "-Aplumb.maxMegabytes"));
        assertEquals(
                "error: -Aplumb.maxFlops: must be a number above 0",
                compile(MODEL, "-Aplumb.maxParameters=1e30", "-Aplumb.maxFlops="));
        assertEquals(
                "error: -Aplumb.architecture.update=true: needs -Aplumb.architecture, the folder of the records",
                compile(MODEL, UPDATE));
    }

    @Test
    void aRecordIsATextForReviews() throws IOException {
        record(MODEL);
        assertEquals("""
            # The architecture of Digits as it is meant to be. The build compares; -Aplumb.architecture.update=true writes it anew.
            input image
              gives (784)
            layer wide
              is Dense(units = 64, activation = RELU)
              takes image
              gives (64)
              weight wide/kernel (784, 64)
              weight wide/bias (64)
            layer dropped
              is Dropout(0.3)
              takes wide
              gives (64)
            layer classes
              is Dense(units = 10)
              takes dropped
              gives (10)
              weight classes/kernel (64, 10)
              weight classes/bias (10)
            output classes
              takes classes
              gives (10)
            """, Files.readString(file()));
        assertEquals("", compare(MODEL));
    }

    @Test
    void whatOnlyTrainingKnowsIsNoPartOfIt() {
        record(MODEL);
        assertEquals(
                "", compare(MODEL.replace("units = 10", "units = 10, kernelInitializer = @Init(Initializer.ZEROS)")));
    }

    @Test
    void aModelWithoutARecordIsAnError() {
        assertEquals("""
            Digits.java:6: error: [plumb/architecture-record] the architecture of 'Digits' cannot be compared with its record: there is none
            interface Digits {
            ^
                record  %s
                fix     record it as it is, with -Aplumb.architecture.update=true
                see     docs/errors/architecture-record.md\
            """.formatted(file()), compare(MODEL).strip());
        assertFalse(Files.exists(file()));
    }

    @Test
    void aChangedSizeIsAnErrorAtItsLayer() {
        record(MODEL);
        String printed = compare(MODEL.replace("units = 64", "units = 32"));
        assertEquals("""
            Digits.java:8: error: [plumb/architecture-changed] the architecture of 'Digits' is not the one that is recorded: 'wide' was changed, Dense(units = 64, activation = RELU) -> Dense(units = 32, activation = RELU)
                @Dense(units = 32, activation = RELU) Vec wide(Vec image);
                                                          ^
                changed  wide      Dense(units = 64, activation = RELU) -> Dense(units = 32, activation = RELU)
                changed  dropped   gives (64) -> (32)
                changed  classes   weight classes/kernel (64, 10) -> classes/kernel (32, 10)
                record   %s
                fix      if it is meant so, record it again, with -Aplumb.architecture.update=true
                see      docs/errors/architecture-changed.md\
            """.formatted(file()), printed.strip());
    }

    @Test
    void renamedWeightsAreSaidByBothNames() {
        record(MODEL);
        String printed = compare(MODEL.replace("wide", "broad"));
        assertTrue(
                printed.contains("'broad' was renamed, wide/kernel -> broad/kernel, wide/bias -> broad/bias\n"),
                printed);
        assertEquals(1, printed.split("renamed  broad", -1).length - 1, printed);
        assertFalse(printed.contains("changed  dropped"), printed);
    }

    @Test
    void addedAndRemovedLayersAreNamed() {
        record(MODEL);
        String printed = compare(
                MODEL.replace("@Dropout(0.3) Vec dropped(Vec wide);", "@LayerNormalization Vec normal(Vec wide);")
                        .replace("Vec dropped", "Vec normal"));
        assertTrue(printed.contains("    added    normal    LayerNormalization (64)\n"), printed);
        assertTrue(printed.contains("    changed  classes   takes dropped -> normal\n"), printed);
        assertTrue(printed.contains("    removed  dropped   Dropout(0.3) (64)\n"), printed);
        assertTrue(printed.startsWith("Digits.java:9: error: "), printed);
    }

    @Test
    void anUpdateAcceptsAChange() {
        record(MODEL);
        String changed = MODEL.replace("units = 64", "units = 32");
        record(changed);
        assertEquals("", compare(changed));
        assertTrue(compare(MODEL).contains("plumb/architecture-changed"));
    }

    @Test
    void aRecordThatIsNoneIsNamedWithItsLine() throws IOException {
        record(MODEL);
        Files.writeString(file(), Files.readString(file()).replace("  takes image", "  eats image"));
        assertTrue(compare(MODEL)
                .contains("cannot be compared with its record: line 6 should be is, takes, gives, shares or weight\n"));
    }

    @Test
    void recordsWithoutAModelAreNamed() throws IOException {
        record(MODEL);
        Path old = Files.writeString(records.resolve("models.Old.architecture"), "");
        assertEquals(
                "warning: -Aplumb.architecture: " + old
                        + " records a model that is not there, 'models.Old': delete the file if the model is gone",
                Javac.into(output)
                        .without("-Werror")
                        .with("-Aplumb.architecture=" + records)
                        .compile(MODEL));
        assertEquals("", compile(MODEL, "-Aplumb.architecture=" + records, "-Aplumb.lint=off"));
        assertTrue(compile(MODEL, "-Aplumb.architecture=" + records, "-Aplumb.lint=error")
                .startsWith("error: "));
    }

    @Test
    void aFolderInPlaceOfARecordIsSaid() throws IOException {
        Files.createDirectory(file());
        for (String printed : List.of(compare(MODEL), compile(MODEL, "-Aplumb.architecture=" + records, UPDATE))) {
            assertTrue(printed.contains("there is a folder of this name"), printed);
            assertEquals(1, printed.split("error: ", -1).length - 1, printed);
        }
    }

    @Test
    void theFixOfAFolderIsToRemoveIt() throws IOException {
        Files.createDirectory(file());
        String printed = compare(MODEL);
        assertTrue(printed.contains("cannot be compared with its record: there is a folder of this name\n"), printed);
        assertTrue(
                printed.contains("fix     remove the folder, then record it as it is, with " + UPDATE + "\n"), printed);
    }

    @Test
    void aRecordInAnotherEncodingIsSaidAndRecordedAgain() throws IOException {
        record(MODEL);
        String text = Files.readString(file());
        String other = text.replace("# The", "# Für die");
        Files.writeString(file(), other, StandardCharsets.ISO_8859_1);
        record(MODEL);
        assertEquals(text, Files.readString(file()));
        Files.writeString(file(), other, StandardCharsets.ISO_8859_1);
        String printed = compare(MODEL);
        assertTrue(printed.contains("cannot be compared with its record: it is no text in UTF-8\n"), printed);
        assertTrue(printed.contains("fix     save it in UTF-8, or record it as it is, with " + UPDATE + "\n"), printed);
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.writeString(records.resolve("file"), "no folder");
        String printed = compile(MODEL, "-Aplumb.architecture=" + file.resolve("inside"), UPDATE);
        assertTrue(
                printed.startsWith("error: -Aplumb.architecture=" + file.resolve("inside") + ": cannot be used: "),
                printed);
    }
}
