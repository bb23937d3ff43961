package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lines of CSV files that are written and read again. */
final class CsvLineTest {
    @Test
    void fieldsAreQuotedWhereTheyHaveToBe() {
        assertEquals("epoch,loss", CsvLine.of(List.of("epoch", "loss")));
        assertEquals("\"top, 5\",\"a \"\"b\"\"\",\"c\nd\"", CsvLine.of(List.of("top, 5", "a \"b\"", "c\nd")));
        assertEquals("", CsvLine.of(List.of("")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        String alphabet = "a,\"\n\r ";
        for (int seed = 0; seed < 1_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> fields = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                StringBuilder field = new StringBuilder();
                for (int j = 0; j < random.nextInt(6); j++) {
                    field.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                fields.add(field.toString());
            }
            String line = CsvLine.of(fields);
            assertEquals(fields, CsvLine.read(new StringReader(line + "\nmore,of,it")), line);
            assertEquals(fields, CsvLine.read(new StringReader(line)), line);
        }
    }
}
