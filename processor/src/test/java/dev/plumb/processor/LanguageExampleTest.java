package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the language page, word for word as javac prints it. */
final class LanguageExampleTest {
    static final String MODEL = """
            package models;

            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.LossFunction.*;
            import static dev.plumb.dsl.Metric.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            @Model
            public interface ResidualClassifier {
                @Input(20)                                 Vec features();
                @Dense(units = 128, activation = RELU)     Vec wide(Vec features);
                @Dropout(0.3)                              Vec dropped(Vec wide);
                @Dense(units = 64)                         Vec deep(Vec dropped);
                @Dense(units = 64)                         Vec shortcut(Vec features);
                @Add
                Vec merged(Vec deep, Vec shortcut);
                @Activation(RELU)                          Vec activated(Vec merged);

                @Output @Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics(ACCURACY)
                @Dense(units = 10, activation = SOFTMAX)   Vec predictions(Vec activated);
            }
            """;

    @TempDir
    Path output;

    @Test
    void isAcceptedWithoutAWord() {
        assertEquals("", Javac.into(output).compile(MODEL));
    }

    @Test
    void namesTheWireTheShapesAndTheFix() {
        String wrong = MODEL.replace(
                "@Dense(units = 64)                         Vec shortcut",
                "@Dense(units = 32)                         Vec shortcut");
        assertEquals("""
                ResidualClassifier.java:17: error: [plumb/shape-mismatch] Add 'merged' needs inputs of one shape: 'deep' is (64), 'shortcut' is (32)
                    Vec merged(Vec deep, Vec shortcut);
                                             ^
                    deep      Dense(units = 64)   (128) -> (64)
                    shortcut  Dense(units = 32)   (20) -> (32)
                    from      features (20)
                    fix       shortcut: units = 64
                    see       docs/errors/shape-mismatch.md""", Javac.into(output).compile(wrong));
    }
}
