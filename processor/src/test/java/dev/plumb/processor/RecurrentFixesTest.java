package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed where a recurrent layer was meant to return another thing. */
final class RecurrentFixesTest {
    @TempDir
    Path output;

    /** The fixes of the messages about a model over a sequence {@code x} with these further methods. */
    private List<String> fixes(String methods) {
        String printed = Javac.into(output).compile("""
                package models;
                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;
                @Model
                interface Reader {
                    @Input(dims = {"time", "8"}) Seq x();
                """ + methods + "}\n");
        return printed.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("fix "))
                .map(line -> line.substring("fix ".length()).strip())
                .toList();
    }

    @Test
    void aSequenceWasDeclared() {
        assertEquals(List.of("read: returnSequences = true"), fixes("""
                    @LSTM(units = 4) Seq read(Seq x);
                    @Output @LSTM(units = 4) Vec again(Seq read);
                """));
    }

    @Test
    void aSequenceIsTaken() {
        assertEquals(List.of("read: returnSequences = true"), fixes("""
                    @LSTM(units = 4) Tensor read(Seq x);
                    @Output @LSTM(units = 4) Vec again(Tensor read);
                """));
        assertEquals(List.of("read: returnSequences = true, and declare it Seq in all places"), fixes("""
                    @Bidirectional @LSTM(units = 4) Vec read(Seq x);
                    @Output @LSTM(units = 4) Vec again(Vec read);
                """));
    }

    @Test
    void theLastStepIsTaken() {
        assertEquals(List.of("read: returnSequences = false"), fixes("""
                    @LSTM(units = 4, returnSequences = true) Vec read(Seq x);
                    @Output @Dense(units = 2) Vec y(Vec read);
                """));
        assertEquals(List.of("read: returnSequences = false, and declare it Vec in all places"), fixes("""
                    @LSTM(units = 4, returnSequences = true) Seq read(Seq x);
                    @Output @Dense(units = 2) Vec y(Seq read);
                """));
        assertEquals(
                List.of("read: returnSequences = false, and declare 'read', 'dropped' Vec in all places"), fixes("""
                    @Bidirectional @LSTM(units = 4, returnSequences = true) Seq read(Seq x);
                    @Dropout(0.1) Seq dropped(Seq read);
                    @Output @Dense(units = 2) Vec y(Seq dropped);
                """));
    }

    @Test
    void anotherOutputWasMeant() {
        assertEquals(List.of("decoded: @From(\"encoded.cell\")"), fixes("""
                    @LSTM(units = 4, returnState = true) Vec encoded(Seq x);
                    @Output @LSTM(units = 4)
                    Vec decoded(Seq x, @From("encoded.state") Vec state, @From("encoded.cel") Vec cell);
                """));
    }

    @Test
    void theOneOutputWasMeant() {
        assertEquals(List.of("y: @From(\"h\")"), fixes("""
                    @Dense(units = 4) Seq h(Seq x);
                    @Output @Dense(units = 4) Seq y(@From("h.result") Seq h);
                """));
    }
}
