package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about an output whose loss and metrics do not go together. */
final class LossAndMetricTest {
    @TempDir
    Path output;

    /** The messages about a model of one layer with these annotations. */
    private String messages(String annotations) {
        return Javac.into(output).compile("""
                package models;
                import static dev.plumb.dsl.ActivationFunction.*;
                import static dev.plumb.dsl.LossFunction.*;
                import static dev.plumb.dsl.Metric.*;
                import dev.plumb.dsl.Input;
                import dev.plumb.dsl.Loss;
                import dev.plumb.dsl.Metrics;
                import dev.plumb.dsl.Model;
                import dev.plumb.dsl.Output;
                import dev.plumb.dsl.Vec;
                import dev.plumb.dsl.layer.Dense;
                @Model
                interface Decision {
                    @Input(8) Vec x();
                    @Output\s""" + annotations + " Vec y(Vec x);\n}\n");
    }

    @Test
    void aCrossentropyIsReplacedByTheOneThatFitsNotByADistance() {
        String printed = messages("@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Dense(units = 1, activation = SIGMOID)");
        assertTrue(printed.contains("fix  y: @Loss(BINARY_CROSSENTROPY)"), printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BINARY_ACCURACY", "MSE", "MAE"})
    void classIndicesAreNotComparedWithEachValue(String metric) {
        String printed = messages(
                "@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics(" + metric + ") @Dense(units = 3, activation = RELU)");
        assertTrue(
                printed.contains("[plumb/metric-mismatch] " + metric
                        + " does not fit output 'y': it compares each value with a target of its own, but the targets of"
                        + " SPARSE_CATEGORICAL_CROSSENTROPY are class indices"),
                printed);
    }

    @Test
    void bothCategoricalAccuraciesTakeEitherKindOfTarget() {
        assertEquals(
                "",
                messages("@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics({ACCURACY, CATEGORICAL_ACCURACY})"
                        + " @Dense(units = 3, activation = SOFTMAX)"));
    }

    @Test
    void aMetricIsListedOnce() {
        String printed = messages(
                "@Loss(BINARY_CROSSENTROPY) @Metrics({ACCURACY, ACCURACY}) @Dense(units = 3, activation = SIGMOID)");
        assertTrue(printed.contains("ACCURACY does not fit output 'y': it is listed twice"), printed);
        assertEquals(2, printed.split("error:", -1).length, printed);
    }
}
