package dev.plumb.graph.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.ActivationFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final Map<String, Object> VALUES = Map.of(
            "filters",
            64,
            "stride",
            2,
            "rate",
            0.5,
            "flag",
            true,
            "widths",
            List.of(8, 16, 32),
            "activation",
            ActivationFunction.RELU,
            "c",
            32L,
            "h",
            new Names.UnknownSize("time"));

    private static final Names NAMES = new Names() {
        @Override
        public Optional<Object> value(String name) {
            return Optional.ofNullable(VALUES.get(name));
        }

        @Override
        public List<String> known() {
            return VALUES.keySet().stream().sorted().toList();
        }
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3 | 7",
                "(1 + 2) * 3 | 9",
                "2 ^ 3 ^ 2 | 512",
                "-2 ^ 2 | -4",
                "0 ^ 0 | 1",
                "filters / 4 | 16",
                "filters % 5 | 4",
                "-1 % 5 | 4",
                "widths[stride] | 32",
                "{filters, 2 * filters} | [64, 128]",
                "c == filters ? 1 : 2 | 2",
                "activation | RELU",
                "10 - 3 - 2 | 5",
            })
    void wholeNumbers(String text, String expected) {
        assertEquals(
                expected, Evaluation.value(Expression.parse(text), NAMES, false).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 / 2 | 0.5",
                "rate * 2 | 1.0",
                "filters / 128 | 0.5",
                "1e-4 | 1.0E-4",
                "stride == 2 ? 1 : 0 | 1.0"
            })
    void doubles(String text, String expected) {
        assertEquals(
                expected, Evaluation.value(Expression.parse(text), NAMES, true).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c != filters or stride > 1 | true",
                "flag and c > 100 | false",
                "not flag or activation == RELU | true",
                "activation != TANH | true",
                "(stride == 1 or stride == 2) and not (c < 10) | true",
                "rate >= 0.5 | true",
                "flag == true | true"
            })
    void conditions(String text, boolean expected) {
        assertEquals(expected, Evaluation.holds(Expression.parse(text), NAMES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter | column 1: 'filter' is no name here, did you mean 'filters'?; known are activation, c, filters, flag, h, rate, stride, widths",
                "1 + | column 4: expected a number, a name, '(' or '{', found the end",
                "(1 + 2 | column 7: expected ')', found the end",
                "1 2 | column 3: expected the end, found '2'",
                "filters / 3 | column 9: 64 / 3 is no whole number",
                "1 % 0 | column 3: 1 % 0 divides by 0",
                "9223372036854775807 + 1 | column 21: 9223372036854775807 + 1 is too large",
                "10 ^ 30 | column 4: 10 ^ 30 is too large",
                "2 ^ -1 | column 3: 2 ^ -1 is no whole number",
                "h + 1 | column 1: the size of 'h' is not known here: it is time",
                "widths[3] | column 8: the list has 3 elements, and none at 3",
                "filters[0] | column 8: only a list has elements, and this is 64",
                "flag + 1 | column 6: only numbers are computed with, and this is true + 1",
                "3 ? 1 : 2 | column 1: expected a condition, found 3",
                "99999999999999999999 | column 1: '99999999999999999999' is no number that can be computed with",
                "1 # 2 | column 3: expected the end, found '#'",
                "1 < 2 < 3 | column 7: expected the end, found '<'"
            })
    void whatCannotBeReadOrComputedHasAColumn(String text, String expected) {
        ExpressionException refusal =
                assertThrows(ExpressionException.class, () -> Evaluation.value(Expression.parse(text), NAMES, false));
        assertEquals(expected, refusal.located());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filters | filters=[filters]",
                "filters, strides = 2 * stride | filters=[filters] strides=[stride]",
                "kernelRegularizer.l2 = rate | kernelRegularizer.l2=[rate]",
                "kernelSize = {3, k}, Repeat.value = depth | kernelSize=[k] Repeat.value=[depth]"
            })
    void bindings(String text, String expected) {
        StringBuilder read = new StringBuilder();
        for (Binding binding : Binding.parse(text)) {
            read.append(binding.name())
                    .append("=")
                    .append(binding.value().names())
                    .append(" ");
        }
        assertEquals(expected, read.toString().trim());
    }
}
