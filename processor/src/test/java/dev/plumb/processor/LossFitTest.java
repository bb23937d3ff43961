package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each loss is accepted on an output that it fits, and refused, with a mended activation or loss, on one that it does not fit. */
final class LossFitTest {
    /** Loss and output of what Keras users do rightly. */
    private static final List<String> RIGHT = List.of(
            "MEAN_SQUARED_ERROR: @Dense(units = 1)",
            "MEAN_ABSOLUTE_ERROR: @Dense(units = 3, activation = SIGMOID)",
            "MEAN_ABSOLUTE_PERCENTAGE_ERROR: @Dense(units = 1)",
            "MEAN_SQUARED_LOGARITHMIC_ERROR: @Dense(units = 1, activation = RELU)",
            "MEAN_SQUARED_LOGARITHMIC_ERROR: @Dense(units = 1)",
            "HUBER: @Dense(units = 1)",
            "LOG_COSH: @Dense(units = 2, activation = TANH)",
            "POISSON: @Dense(units = 1, activation = EXPONENTIAL)",
            "POISSON: @Dense(units = 1, activation = SOFTPLUS)",
            "COSINE_SIMILARITY: @Dense(units = 8)",
            "KL_DIVERGENCE: @Dense(units = 3, activation = SOFTMAX)",
            "HINGE: @Dense(units = 1, activation = TANH)",
            "HINGE: @Dense(units = 1)",
            "SQUARED_HINGE: @Dense(units = 1, activation = TANH)",
            "CATEGORICAL_HINGE: @Dense(units = 3)",
            "CATEGORICAL_HINGE: @Dense(units = 3, activation = SOFTMAX)",
            "BINARY_CROSSENTROPY: @Dense(units = 1, activation = SIGMOID)",
            "CATEGORICAL_CROSSENTROPY: @Dense(units = 3, activation = SOFTMAX)",
            "SPARSE_CATEGORICAL_CROSSENTROPY: @Dense(units = 3, activation = SOFTMAX)",
            "BINARY_FOCAL_CROSSENTROPY: @Dense(units = 1, activation = SIGMOID)",
            "BINARY_FOCAL_CROSSENTROPY, fromLogits = true, labelSmoothing = 0.1: @Dense(units = 1)",
            "CATEGORICAL_FOCAL_CROSSENTROPY: @Dense(units = 3, activation = SOFTMAX)",
            "CATEGORICAL_GENERALIZED_CROSS_ENTROPY: @Dense(units = 3, activation = SOFTMAX)",
            "DICE: @Dense(units = 1, activation = SIGMOID)",
            "TVERSKY: @Dense(units = 4, activation = SOFTMAX)",
            "CIRCLE: @LayerNormalization",
            "CTC: @Dense(units = 5)");

    @TempDir
    Path output;

    private String messages(String loss, String layer, boolean overTime) {
        String type = overTime ? "Seq" : "Vec";
        return Javac.into(output)
                .compile("package models;\n" + Javac.IMPORTS
                        + """
                        @Model
                        interface Decision {
                            @Input(%s) %s x();
                            @Output @Loss(%s) %s %s y(%s x);
                        }
                        """.formatted(overTime ? "{6, 8}" : "8", type, loss, layer, type, type));
    }

    private static String argument(String loss) {
        return loss.contains(",") ? "value = " + loss : loss;
    }

    @Test
    void eachLossIsAcceptedWhereItFits() {
        for (String line : RIGHT) {
            String loss = line.substring(0, line.indexOf(':'));
            String layer = line.substring(line.indexOf(':') + 2);
            assertEquals("", messages(argument(loss), layer, loss.equals("CTC")), line);
        }
        Set<LossFunction> accepted = RIGHT.stream()
                .map(line -> LossFunction.valueOf(line.split("[,:]", 2)[0]))
                .collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(LossFunction.class), accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POISSON                               | @Dense(units = 1)                          | above 0, and the activation LINEAR gives negative numbers       | y: activation = EXPONENTIAL
        POISSON                               | @Dense(units = 1, activation = ELU)        | above 0, and the activation ELU gives negative numbers          | y: activation = EXPONENTIAL
        CATEGORICAL_HINGE                     | @Dense(units = 1, activation = SIGMOID)    | HINGE is for one score                                          | y: @Loss(HINGE); y: activation = TANH
        COSINE_SIMILARITY                     | @Dense(units = 1)                          | directions along the last axis and needs at least 2 values      |
        KL_DIVERGENCE                         | @Dense(units = 3)                          | it expects a distribution, the activation is LINEAR             | y: activation = SOFTMAX
        KL_DIVERGENCE                         | @Dense(units = 1, activation = SIGMOID)    | it compares distributions along the last axis                   | y: @Loss(BINARY_CROSSENTROPY)
        HINGE                                 | @Dense(units = 1, activation = SIGMOID)    | scores on both sides of 0, and the activation SIGMOID gives none | y: activation = TANH
        SQUARED_HINGE                         | @Dense(units = 2, activation = SOFTMAX)    | scores on both sides of 0, and the activation SOFTMAX gives none | y: activation = TANH
        CATEGORICAL_HINGE                     | @Dense(units = 1)                          | HINGE is for one score                                          | y: @Loss(HINGE)
        BINARY_FOCAL_CROSSENTROPY             | @Dense(units = 1)                          | it expects probabilities, the activation is LINEAR              | y: activation = SIGMOID
        BINARY_FOCAL_CROSSENTROPY             | @Dense(units = 3, activation = SOFTMAX)    | a probability of its own, but SOFTMAX makes one distribution    | y: @Loss(CATEGORICAL_FOCAL_CROSSENTROPY)
        CATEGORICAL_FOCAL_CROSSENTROPY        | @Dense(units = 1, activation = SIGMOID)    | BINARY_FOCAL_CROSSENTROPY is for one probability                | y: @Loss(BINARY_FOCAL_CROSSENTROPY)
        CATEGORICAL_GENERALIZED_CROSS_ENTROPY | @Dense(units = 3)                          | it expects probabilities, the activation is LINEAR              | y: activation = SOFTMAX
        DICE                                  | @Dense(units = 1)                          | it expects probabilities, the activation is LINEAR              | y: activation = SIGMOID
        TVERSKY                               | @Dense(units = 1, activation = TANH)       | it expects probabilities, the activation is TANH                | y: activation = SIGMOID
        CIRCLE                                | @Dense(units = 4, activation = SOFTMAX)    | embeddings by their angles, and the activation SOFTMAX          | y: activation = LINEAR
        CTC                                   | @Dense(units = 5)                          | logits over time, (time, classes) with the blank as class 0     |
        """)
    void eachLossIsRefusedWhereItDoesNotFit(String loss, String layer, String reason, String fix) {
        String printed = messages(loss, layer, false);
        assertTrue(printed.contains("[plumb/loss-mismatch] " + loss + " does not fit output 'y': "), printed);
        assertTrue(printed.contains(reason), printed);
        assertEquals(fix != null, printed.contains("fix  "), printed);
        assertTrue(fix == null || printed.contains("fix  " + fix), printed);
    }

    /** Who copies the fix has all that he had stated. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        value = CATEGORICAL_CROSSENTROPY, fromLogits = true        | units = 1                       | y: @Loss(value = BINARY_CROSSENTROPY, fromLogits = true)
        value = CATEGORICAL_CROSSENTROPY, labelSmoothing = 0.1     | units = 1, activation = SIGMOID | y: @Loss(value = BINARY_CROSSENTROPY, labelSmoothing = 0.1)
        value = CATEGORICAL_CROSSENTROPY, fromLogits = true        | units = 3, activation = SIGMOID | y: fromLogits = false; y: activation = SOFTMAX
        value = SPARSE_CATEGORICAL_CROSSENTROPY, fromLogits = true | units = 1, activation = SOFTMAX | y: @Loss(BINARY_CROSSENTROPY); y: activation = SIGMOID
        value = BINARY_CROSSENTROPY, fromLogits = true             | units = 3, activation = SOFTMAX | y: @Loss(CATEGORICAL_CROSSENTROPY)
        value = BINARY_CROSSENTROPY, fromLogits = true             | units = 1, activation = SIGMOID | y: fromLogits = false
        value = CATEGORICAL_HINGE                                  | units = 1, activation = SIGMOID | y: @Loss(HINGE); y: activation = TANH
        value = SPARSE_CATEGORICAL_CROSSENTROPY, weight = 0.5      | units = 1, activation = SIGMOID | y: @Loss(value = BINARY_CROSSENTROPY, weight = 0.5)
        """)
    void aFixOfALossIsWhatIsToBeWritten(String loss, String layer, String fix) {
        String printed = messages(loss, "@Dense(" + layer + ")", false);
        assertTrue(printed.contains("fix  " + fix + "\n"), printed);
    }

    @Test
    void probabilitiesAreNoLogitsOverTime() {
        String printed = messages("CTC", "@Dense(units = 5, activation = SOFTMAX)", true);
        assertTrue(printed.contains("applies the softmax itself, but the activation SOFTMAX has made them"), printed);
        assertTrue(printed.contains("fix  y: activation = LINEAR"), printed);
    }

    @Test
    void whatALossHasNoOptionForIsSaidAtTheOption() {
        String logits = messages(
                "value = CATEGORICAL_GENERALIZED_CROSS_ENTROPY, fromLogits = true", "@Dense(units = 3)", false);
        assertTrue(
                logits.contains("fromLogits is for other cross-entropies, this one takes probabilities only"), logits);
        assertTrue(logits.contains("fix  y: fromLogits = false; y: activation = SOFTMAX"), logits);
        String dice = messages("value = DICE, fromLogits = true", "@Dense(units = 3)", false);
        assertTrue(dice.contains("fix  y: fromLogits = false; y: activation = SIGMOID"), dice);
        String smoothing = messages("value = HINGE, labelSmoothing = 0.1", "@Dense(units = 1)", false);
        assertTrue(smoothing.contains("it has no labels to smooth"), smoothing);
    }

    @Test
    void aDistributionOfIndependentProbabilitiesIsAWarning() {
        String printed = messages("KL_DIVERGENCE", "@Dense(units = 3, activation = SIGMOID)", false);
        assertTrue(printed.contains("[plumb/suspicious-output]"), printed);
        assertTrue(printed.contains("KL_DIVERGENCE expects one distribution over the classes"), printed);
    }
}
