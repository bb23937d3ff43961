package dev.plumb.samples.quick;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuickTest {
    @Test
    void itsCardSaysHowItWasTrainedAndHowGoodItIs(@TempDir Path folder) throws Exception {
        new QuickSample()
                .run(
                        List.of(folder.toString()),
                        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        String card = Files.readString(folder.resolve("quick.md"));
        for (String part : List.of(
                "# Model card: QuickClassifier\n",
                "| training | 4,000 | vectors of normal numbers",
                "| test | 1,000 | more of the same |\n",
                "| epochs | 10 |\n",
                "| test | 0.")) {
            assertTrue(card.contains(part), part + " is not in\n" + card);
        }
    }
}
