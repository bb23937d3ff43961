package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss or metric says about an activation that is not that of the output's own layer. */
final class FinalActivationTest {
    private static final String HEAD = Javac.IMPORTS + """
        @Block @interface Head {
            int units();
            ActivationFunction activation() default LINEAR;

            interface Wiring {
                @Input(dims = "features") Vec x();
                @Output @Bind("units, activation") @Dense(units = Bind.BOUND) Vec made(Vec x);
            }
        }
        """;

    @TempDir
    Path output;

    private String said(String layers) {
        return Javac.into(output).compile(Javac.IMPORTS + """
            @Model
            interface Decision {
                @Input(8) Vec x();
                %s
            }
            """.formatted(layers));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @Identity Vec y(Vec h)
        @Reshape(4) Vec y(Vec h)
        @Reshape({2, 2}) Tensor y(Vec h)
        @Flatten Vec y(Vec h)
        """)
    void whatPassesNumbersOnDoesNotHideTheirActivation(String last) {
        String layers = "@Dense(units = 4) Vec h(Vec x); @Output @Loss(CATEGORICAL_CROSSENTROPY) " + last + ";";
        String said = said(layers);
        assertTrue(said.contains("'y': it expects probabilities, the activation is LINEAR"), said);
        assertTrue(said.contains("fix  h: activation = SOFTMAX"), said);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDistributionThatIsCutIsNone(boolean isCut) {
        String said = said("@Dense(units = 4, activation = SOFTMAX) Vec h(Vec x);"
                + " @Output @Loss(BINARY_CROSSENTROPY) @Reshape({" + (isCut ? "2, 2" : "1, 4") + "}) Tensor y(Vec h);");
        assertEquals(!isCut, said.contains("SOFTMAX makes one distribution of them"), said);
        assertEquals(isCut, said.isEmpty(), said);
    }

    @Test
    void theHeadOfAModelMayBeAPart() {
        String said = headed("");
        assertTrue(said.contains("BINARY_CROSSENTROPY does not fit output 'y': it expects probabilities"), said);
        assertTrue(said.contains("AUC does not fit output 'y': it expects probabilities"), said);
    }

    @Test
    void aPartThatEndsInProbabilitiesFits() {
        assertEquals("", headed(", activation = SIGMOID"));
    }

    private String headed(String activation) {
        return Javac.into(output).compile(HEAD, Javac.IMPORTS + """
            @Model
            interface Decision {
                @Input(8) Vec x();
                @Output @Loss(BINARY_CROSSENTROPY) @Metrics(Metric.AUC) @Head(units = 1%s) Vec y(Vec x);
            }
            """.formatted(activation));
    }
}
