package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes beyond all numbers are ordinary errors at their tokens, one for each model. */
final class SizesTest {
    @TempDir
    Path output;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@Input(dims = {`time`, `99999999999999999999`}) Seq x();|bad-attribute|\"99999999999999999999\"",
                "@Input({100_000, 100_000}) Seq x(); @Flatten Vec flat();|too-large|flat()",
                "@Input(8) Vec x(); @Dense(units = 2147483647) Vec a(); @Dense(units = 2147483647) Vec b();|too-large|2147483647) Vec b",
                "@Input(dims = {\"time\", \"8\"}) Seq x(); @Bidirectional @LSTM(units = 2147483647) Vec read();|too-large|2147483647",
                "@Budget(maxParameters = 1_000_000) @Input({100_000, 100_000}) Seq x(); @Flatten Vec flat();|too-large|flat()",
            })
    void isAnErrorAtItsToken(String methods, String id, String token) {
        String budget = methods.startsWith("@Budget") ? methods.substring(0, methods.indexOf(')') + 1) : "";
        String body = methods.substring(budget.length()).replace('`', '"');
        String model = "import dev.plumb.dsl.*; import dev.plumb.dsl.layer.*;\n@Sequential " + budget
                + "\ninterface Large {\n" + body + "\n}\n";
        String[] lines = Javac.into(output).compile(model).split("\n");
        assertEquals("Large.java:4: error: [plumb/" + id + "]", lines[0].substring(0, lines[0].indexOf(']') + 1));
        assertEquals(body.indexOf(token.replace('`', '"')), lines[2].indexOf('^'), String.join("\n", lines));
    }
}
