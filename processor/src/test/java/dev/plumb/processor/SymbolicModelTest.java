package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be decided while sizes are symbolic is neither guessed nor forgotten. */
final class SymbolicModelTest {
    private static final String MODEL = """
            package models;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            @Model
            interface Pair {
                @Input(dims = {"time", "8"}) Seq left();
                @Input(dims = {"steps", "8"}) Seq right();
                @Conv1D(filters = 8, kernelSize = 5) Seq windows(Seq left);
                @Output @Add Seq sum(Seq windows, Seq right);
            }
            """;

    @TempDir
    Path output;

    @Test
    void aNoteSaysWhatIsCheckedWhenItRuns() {
        assertEquals("""
                Pair.java:5: Note: [plumb] some sizes of 'Pair' are checked when it runs
                interface Pair {
                ^
                    Conv1D 'windows' needs time >= 5
                    Add 'sum' needs time-4 = steps, or one of them 1""", Javac.into(output).compile(MODEL));
    }

    @Test
    void whoWantsNoWarningsHasNoNoteEither() {
        assertEquals("", Javac.into(output).with("-Aplumb.lint=off").compile(MODEL));
    }

    @Test
    void theGeneratedClassAndTheReportSaySoToo(@TempDir Path reports) throws IOException {
        Javac.into(output).with("-Aplumb.reports=" + reports).compile(MODEL);
        String generated = Files.readString(output.resolve("models/PairModel.java"));
        assertTrue(generated.contains("""
                 * <p>Checked when it runs:
                 * <ul>
                 * <li>Conv1D 'windows' needs time &gt;= 5
                 * <li>Add 'sum' needs time-4 = steps, or one of them 1
                 * </ul>
                """), generated);
        String report = Files.readString(reports.resolve("models.Pair.txt"));
        assertTrue(report.endsWith("""
                Checked when it runs:
                 Conv1D 'windows' needs time >= 5
                 Add 'sum' needs time-4 = steps, or one of them 1
                """), report);
    }

    @Test
    void whatIsWrongForEverySizeIsAnError() {
        String printed = Javac.into(output)
                .compile(MODEL.replace("\"steps\"", "\"time\"").replace("@Add", "@Concatenate"));
        assertTrue(
                printed.contains(
                        "error: [plumb/shape-mismatch] Concatenate 'sum' needs inputs that are equal on every axis but axis 2: "
                                + "'windows' is (time-4, 8), 'right' is (time, 8), they differ on axis 1"),
                printed);
    }
}
