package dev.plumb.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumb.array.InputException;
import dev.plumb.data.DataReader;
import dev.plumb.data.Example;
import dev.plumb.data.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand CSV files with one thing wrong each: each is refused, at its row or line, and no row is lost silently. */
final class MalformedCsvTest {
    private static final int FILES = 1_000;
    private static final int ROWS = 40;
    private static final Pattern PLACE = Pattern.compile("(row|line) ([\\d,]+)\\b.* of x\\.csv");

    @TempDir
    Path folder;

    /** What is wrong with a row. */
    private static byte[] row(int kind, int row) {
        String text =
                switch (kind) {
                    case 0 -> row + "," + row;
                    case 1 -> row + "," + row + "," + row + "," + row;
                    case 2 -> row + ",x" + row + "," + row;
                    case 3 -> row + ",," + row;
                    case 4 -> row + ",1e400," + row;
                    case 5 -> row + ",\"" + row + "," + row;
                    case 6 -> row + ",1 2," + row;
                    case 7 -> row + ",0x1F," + row;
                    case 8 -> row + ",1.5f," + row;
                    case 9 -> row + ";" + row + ";" + row;
                    default -> row + ",\u0000," + row;
                };
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void eachIsNamedWithItsPlace() throws IOException {
        for (int seed = 0; seed < FILES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int wrong = 1 + random.nextInt(ROWS);
            int kind = random.nextInt(12);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("a,b,c\n".getBytes(StandardCharsets.UTF_8));
            for (int row = 1; row <= ROWS; row++) {
                if (row != wrong) {
                    bytes.writeBytes((row + "," + row + "," + row + "\n").getBytes(StandardCharsets.UTF_8));
                } else if (kind == 11) {
                    bytes.writeBytes(new byte[] {'1', ',', (byte) 0xC3, ',', '1', '\n'});
                } else {
                    bytes.writeBytes(row(kind, row));
                }
            }
            refused(seed, wrong, Csv.of(Files.write(folder.resolve("x.csv"), bytes.toByteArray())));
        }
    }

    private static void refused(int seed, int wrong, Csv csv) {
        int read = 0;
        try (DataReader<Example> examples = csv.dataset(
                        columns -> columns.input("x", "a", "b").target("y", "c"))
                .examples(Order.sequential())) {
            while (examples.next() != null) {
                read++;
            }
            fail("file " + seed + " was read, " + read + " rows of it");
        } catch (InputException | UncheckedIOException e) {
            Matcher place = PLACE.matcher(e.getMessage());
            assertTrue(place.find(), seed + ": " + e.getMessage());
            int number = Integer.parseInt(place.group(2)) - (place.group(1).equals("line") ? 1 : 0);
            assertEquals(wrong, number, seed + ": " + e.getMessage());
            // What is no text is found when a piece of the file is read.
            assertTrue(read == wrong - 1 || place.group(1).equals("line"), seed + ": " + e.getMessage());
        }
    }

    /** Bytes of any kind are read or refused, and nothing else happens. */
    @Test
    void bytesOfAnyKindAreReadOrRefused() throws IOException {
        int refused = 0;
        for (int seed = 0; seed < FILES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String alphabet = "\"\",;\n\r\n 1a-.\u0000\t'\ufeff#e";
            StringBuilder text = new StringBuilder(seed % 2 == 0 ? "a,b,c\n" : "");
            for (int i = 0; i < random.nextInt(200); i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Csv csv = Csv.of(Files.writeString(folder.resolve("x.csv"), text));
            try (DataReader<Example> examples = csv.dataset(
                            columns -> columns.input("x", "a", "b").target("y", "c"))
                    .examples(Order.sequential())) {
                Example example = examples.next();
                while (example != null) {
                    assertEquals(2, example.input().size());
                    example = examples.next();
                }
            } catch (InputException | UncheckedIOException e) {
                assertTrue(e.getMessage().contains("x.csv"), seed + ": " + e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > FILES * 9 / 10, refused + " were refused");
    }
}
