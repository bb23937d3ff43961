package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about names of wires that are nearly right. */
final class WireNamesTest {
    @TempDir
    Path output;

    private String messages(String methods) {
        return Javac.into(output).compile("""
                package models;
                import dev.plumb.dsl.*;
                import dev.plumb.dsl.layer.*;
                @Model
                interface Reader {
                    @Input(8) Vec x();
                """ + methods + "}\n");
    }

    @Test
    void aDotWithoutAnOutputIsNoWire() {
        String printed = messages("@Output @Dense(units = 2) Vec y(@From(\"x.\") Vec all);\n");
        assertTrue(
                printed.contains("[plumb/unknown-wire] Dense 'y' has no layer or input 'x.' to take its input from,"
                        + " did you mean 'x'?"),
                printed);
    }

    @Test
    void theSecondOfTwoLayersOfOneNameIsOnlyToldToNeedAName() {
        String printed = messages("""
                    @Output @Dense(units = 2) Vec y(Vec x);
                    @Output @Dense(units = 2) Vec y(Vec x, Vec other);
                """);
        assertTrue(printed.contains("[plumb/duplicate-name]"), printed);
        assertEquals(2, printed.split("error:", -1).length, printed);
    }
}
