package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that Java or Kotlin reserve in some places only, and names of what generated classes have and use, are names of methods: generated classes are fine with them. */
final class RestrictedNamesTest {
    private static final List<String> WORDS = List.of(
            "yield",
            "record",
            "var",
            "sealed",
            "permits",
            "when",
            "with",
            "module",
            "open",
            "opens",
            "exports",
            "requires",
            "provides",
            "uses",
            "to",
            "transitive",
            "object",
            "val",
            "fun",
            "in",
            "is",
            "network",
            "weights",
            "load",
            "create",
            "predict",
            "on",
            "save",
            "graph",
            "training",
            "optimizer",
            "loss",
            "metrics",
            "inputs",
            "Outputs",
            "TARGETS",
            "List",
            "dev",
            "org",
            "equals",
            "g",
            "$",
            "__");

    @TempDir
    Path output;

    /** As inputs, as layers, and as outputs, of which those without losses are stages of a builder; cut out, and with loss. */
    @ParameterizedTest
    @ValueSource(strings = {"", "@Loss(MEAN_SQUARED_ERROR) "})
    void outputsAreCalledAnything(String loss) {
        StringBuilder source = new StringBuilder(Javac.IMPORTS + "@Model interface Restricted {\n@Input(4) Vec x();\n");
        for (String word : WORDS) {
            source.append("@Extract(\"")
                    .append(word)
                    .append("Part\") @Output ")
                    .append(loss)
                    .append("@Dense(units = 2) Vec ")
                    .append(word)
                    .append("(Vec x);\n");
        }
        assertEquals("", Javac.into(output).compile(source + "}"));
    }

    @Test
    void inputsAndLayersAreCalledAnything() {
        StringBuilder source = new StringBuilder(Javac.IMPORTS + "@Model interface Restricted {\n");
        StringBuilder wires = new StringBuilder();
        for (String word : WORDS) {
            source.append("@Input(4) Vec ").append(word).append("();\n");
            source.append("@SuppressWarnings(\"plumb/duplicate-encoder\") @Dense(units = 2) Vec ")
                    .append(word)
                    .append("Layer(Vec ")
                    .append(word)
                    .append(");\n");
            wires.append(wires.length() == 0 ? "" : ", ")
                    .append("Vec ")
                    .append(word)
                    .append("Layer");
        }
        assertEquals("", Javac.into(output).compile(source + "@Output @Add Vec sum(" + wires + ");}"));
        assertEquals("", Javac.into(output).compile(Javac.IMPORTS + """
            @Model interface Layers1 {
                @Input(4) Vec yield();
                @Dense(units = 4, activation = RELU) Vec record(Vec yield);
                @Dense(units = 4, activation = RELU) Vec var(Vec record);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 4) Vec sealed(Vec var);
            }
            """));
    }
}
