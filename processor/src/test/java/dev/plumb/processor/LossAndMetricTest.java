package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                @Output \
            """ + annotations + " Vec y(Vec x);\n}\n");
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
                        + " does not fit output 'y': it compares each value with a target of its own, but the targets"
                        + " of SPARSE_CATEGORICAL_CROSSENTROPY are class indices"),
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

    /** What Keras users rightly combine. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BINARY_CROSSENTROPY | 1 | SIGMOID | AUC, PRECISION, RECALL, F1_SCORE, TRUE_POSITIVES, BINARY_IOU,"
                        + " BCE, MSE, CONFUSION_MATRIX",
                "BINARY_CROSSENTROPY | 4 | SIGMOID | AUC, PRECISION, RECALL, F1_SCORE, FALSE_NEGATIVES, BINARY_IOU,"
                        + " BCE",
                "CATEGORICAL_CROSSENTROPY | 7 | SOFTMAX | AUC, PRECISION, RECALL, F1_SCORE,"
                        + " TOP_K_CATEGORICAL_ACCURACY, MEAN_IOU, CCE, KLD, CONFUSION_MATRIX",
                "SPARSE_CATEGORICAL_CROSSENTROPY | 7 | SOFTMAX | AUC, PRECISION, F1_SCORE,"
                        + " SPARSE_TOP_K_CATEGORICAL_ACCURACY, MEAN_IOU, SCCE, CONFUSION_MATRIX",
                "MEAN_SQUARED_ERROR | 1 | LINEAR | MAE, RMSE, MAPE, LOG_COSH_ERROR, R2_SCORE, MEAN_HINGE",
                "MEAN_SQUARED_ERROR | 3 | LINEAR | MSLE, R2_SCORE, MEAN_COSINE_SIMILARITY, PEARSON_CORRELATION,"
                        + " CONCORDANCE_CORRELATION, PRECISION",
                "MEAN_SQUARED_ERROR | 2 | SOFTPLUS | MEAN_POISSON",
            })
    void metricsThatFitAreTaken(String loss, int units, String activation, String metrics) {
        assertEquals(
                "",
                messages("@Loss(" + loss + ") @Metrics({" + metrics + "}) @Dense(units = " + units + ", activation = "
                        + activation + ")"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@Loss(value = BINARY_CROSSENTROPY, fromLogits = true) @Metrics(F1_SCORE) | 1 | LINEAR | the loss says"
                        + " that the output is logits",
                "@Loss(MEAN_SQUARED_ERROR) @Metrics(F1_SCORE) | 1 | SOFTMAX | SOFTMAX over one unit is always 1",
                "@Loss(MEAN_SQUARED_ERROR) @Metrics(F1_SCORE) | 1 | LINEAR | it is for classes and probabilities, the"
                        + " output is a number",
                "@Loss(BINARY_CROSSENTROPY) @Metrics(CATEGORICAL_ACCURACY) | 1 | SIGMOID | it looks for the largest of"
                        + " several values, (1) has one",
                "@Loss(BINARY_CROSSENTROPY) @Metrics(MEAN_IOU) | 1 | SIGMOID | it looks for the largest of several"
                        + " values, (1) has one",
                "@Loss(CATEGORICAL_CROSSENTROPY) @Metrics(TOP_K_CATEGORICAL_ACCURACY) | 5 | SOFTMAX |"
                        + " TrainingMetrics.topK(k) looks at fewer",
                "@Loss(value = BINARY_CROSSENTROPY, fromLogits = true) @Metrics(AUC) | 1 | LINEAR |"
                        + " TrainingMetrics.auc().fromLogits() is for logits",
                "@Loss(value = BINARY_CROSSENTROPY, fromLogits = true) @Metrics(CONFUSION_MATRIX) | 1 | LINEAR | the"
                        + " loss says that the output is logits",
                "@Loss(value = BINARY_CROSSENTROPY, fromLogits = true) @Metrics(PRECISION) | 1 | LINEAR | the loss"
                        + " says that the output is logits",
                "@Loss(MEAN_SQUARED_ERROR) @Metrics(CONFUSION_MATRIX) | 1 | LINEAR | it counts classes, the output is"
                        + " a number trained with MEAN_SQUARED_ERROR",
                "@Loss(MEAN_SQUARED_ERROR) @Metrics(PEARSON_CORRELATION) | 1 | LINEAR | it compares how values along"
                        + " the last axis rise and fall together, (1) has one",
                "@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics(R2_SCORE) | 3 | SOFTMAX | are class indices",
                "@Loss(CATEGORICAL_CROSSENTROPY) @Metrics(BCE) | 3 | SOFTMAX | SOFTMAX makes one distribution of them",
                "@Loss(value = CATEGORICAL_CROSSENTROPY, fromLogits = true) @Metrics(KLD) | 3 | LINEAR | it expects"
                        + " probabilities, the activation is LINEAR",
            })
    void aMetricThatDoesNotFitSaysWhy(String facts, int units, String activation, String reason) {
        String printed = messages(facts + " @Dense(units = " + units + ", activation = " + activation + ")");
        assertTrue(printed.contains("[plumb/metric-mismatch]") && printed.contains(reason), printed);
        assertEquals(2, printed.split("error:", -1).length, printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@Loss(CATEGORICAL_CROSSENTROPY) @Metrics(BINARY_ACCURACY) | 3 | SOFTMAX | fix  y: @Metrics(ACCURACY)",
                "@Loss(BINARY_CROSSENTROPY) @Metrics({AUC, CATEGORICAL_ACCURACY}) | 1 | SIGMOID | fix  y:"
                        + " @Metrics({AUC, ACCURACY})",
                "@Loss(BINARY_CROSSENTROPY) @Metrics({AUC, AUC}) | 1 | SIGMOID | fix  y: @Metrics(AUC)",
                "@Loss(MEAN_SQUARED_ERROR) @Metrics(ACCURACY) | 1 | LINEAR | fix  y: @Metrics(MAE)",
                "@Loss(BINARY_CROSSENTROPY) @Metrics(MEAN_IOU) | 1 | SIGMOID | fix  y: @Metrics(BINARY_IOU)",
                "@Loss(BINARY_CROSSENTROPY) @Metrics(TOP_K_CATEGORICAL_ACCURACY) | 3 | SIGMOID | fix  y:"
                        + " @Metrics(BINARY_ACCURACY)",
                "@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics(R2_SCORE) | 3 | SOFTMAX | fix  y: @Metrics(ACCURACY)",
                "@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics(BCE) | 3 | SOFTMAX | fix  y: @Metrics(SCCE)",
                "@Loss(COSINE_SIMILARITY) @Metrics(ACCURACY) | 3 | LINEAR | fix  y: @Metrics(MEAN_COSINE_SIMILARITY)",
                "@Metrics({ACCURACY, ACCURACY}) | 1 | LINEAR | fix  y: @Metrics(ACCURACY)",
                "@Metrics(CCE) | 3 | LINEAR | fix  y: activation = SOFTMAX",
                "@Metrics(AUC) | 1 | LINEAR | fix  y: activation = SIGMOID",
            })
    void aFixIsTheMetricThatWasMeant(String facts, int units, String activation, String fix) {
        String printed = messages(facts + " @Dense(units = " + units + ", activation = " + activation + ")");
        assertTrue(printed.contains(fix), printed);
    }

    /** A number stays a number: nobody who measures distances meant a probability. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MEAN_SQUARED_ERROR | AUC | 1 | LINEAR | @Metrics(MAE)",
                "MEAN_SQUARED_ERROR | BCE | 1 | TANH | @Metrics(MAE)",
                "MEAN_SQUARED_ERROR | MEAN_IOU | 1 | LINEAR | @Metrics(MAE)",
                "MEAN_SQUARED_ERROR | CATEGORICAL_ACCURACY | 1 | LINEAR | @Metrics(MAE)",
                "MEAN_ABSOLUTE_ERROR | ACCURACY | 1 | LINEAR | @Metrics(RMSE)",
                "HUBER | SCCE | 3 | LINEAR | @Metrics(MAE)",
            })
    void aClassificationMetricOfANumberBecomesADistance(
            String loss, String metric, int units, String activation, String fix) {
        String printed = messages("@Loss(" + loss + ") @Metrics(" + metric + ") @Dense(units = " + units
                + ", activation = " + activation + ")");
        assertTrue(printed.contains("the output is a number trained with " + loss), printed);
        assertTrue(printed.contains("fix  y: " + fix), printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics({MAE, R2_SCORE}) | 3 | SOFTMAX | fix  y:"
                        + " @Metrics(ACCURACY)",
                "@Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Metrics({RMSE, AUC, R2_SCORE}) | 3 | SOFTMAX | fix  y:"
                        + " @Metrics({ACCURACY, AUC})",
                "@Loss(MEAN_SQUARED_ERROR) @Metrics({MAE, ACCURACY, AUC}) | 1 | LINEAR | fix  y: @Metrics(MAE)",
                "@Loss(MEAN_ABSOLUTE_ERROR) @Metrics({AUC, R2_SCORE}) | 1 | LINEAR | fix  y: @Metrics({RMSE,"
                        + " R2_SCORE})",
                "@Loss(BINARY_CROSSENTROPY) @Metrics({AUC, CATEGORICAL_ACCURACY, MEAN_IOU}) | 1 | SIGMOID | fix  y:"
                        + " @Metrics({AUC, ACCURACY, BINARY_IOU})",
            })
    void allMetricsOfAFixFit(String facts, int units, String activation, String fix) {
        String printed = messages(facts + " @Dense(units = " + units + ", activation = " + activation + ")");
        assertTrue(printed.contains(fix), printed);
        assertEquals(
                printed.split("fix  ", -1).length,
                printed.split(Pattern.quote(fix), -1).length,
                () -> "another fix beside this one: " + printed);
    }

    /** A cross-entropy after an activation is exact: logits are not needed where a metric wants probabilities. */
    @ParameterizedTest
    @CsvSource({
        "BINARY_CROSSENTROPY, AUC, 1, SIGMOID",
        "BINARY_CROSSENTROPY, PRECISION, 3, SIGMOID",
        "SPARSE_CATEGORICAL_CROSSENTROPY, AUC, 3, SOFTMAX",
        "CATEGORICAL_CROSSENTROPY, KLD, 3, SOFTMAX"
    })
    void logitsBecomeProbabilitiesForAMetricOfProbabilities(String loss, String metric, int units, String activation) {
        String printed = messages("@Loss(value = " + loss + ", fromLogits = true) @Metrics(" + metric
                + ") @Dense(units = " + units + ")");
        assertTrue(printed.contains("fix  y: activation = " + activation + "; y: fromLogits = false"), printed);
    }

    @Test
    void aMetricThatNothingStandsForIsLeftOut() {
        String printed = messages("@Loss(HINGE) @Metrics(ACCURACY) @Dense(units = 1)");
        assertTrue(printed.contains("TrainingMetrics.binaryAccuracy().threshold(0) is for scores"), printed);
        assertTrue(printed.contains("fix  y: without @Metrics"), printed);
        assertTrue(messages("@Loss(HINGE) @Metrics({ACCURACY, PRECISION}) @Dense(units = 1)")
                .contains("fix  y: @Metrics(PRECISION)"));
    }

    @Test
    void whatIsNotTrainedIsNotMeasured() {
        String printed = messages(
                "@Loss(MEAN_SQUARED_ERROR) @Dense(units = 3) Vec h(Vec x); @Output @Metrics(MAE) @Dense(units = 1)");
        assertTrue(
                printed.contains("[plumb/metric-mismatch] @Metrics does not fit output 'y': only outputs with a loss,"
                        + " such as 'h', are trained and have targets to be measured with"),
                printed);
        assertTrue(printed.contains("fix  state the loss of 'y': add @Loss(…)"), printed);
        assertEquals(2, printed.split("error:", -1).length, printed);
    }

    @Test
    void metricsWithoutAnyLossAreThoseOfTheTrainer() {
        assertEquals("", messages("@Dense(units = 3) Vec h(Vec x); @Output @Metrics(MAE) @Dense(units = 1)"));
    }
}
