package dev.plumb.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Structure;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The page about a trained model. */
final class ModelCardTest {
    @TempDir
    Path folder;

    private final Network network = Lines.network("Line");
    private final Trainer<INDArray, INDArray> trainer =
            network.trainer(Structure.single("x"), Structure.single("y"), Adam.of(1e-2));

    private Path file() {
        return folder.resolve("card/line.md");
    }

    private String text() throws IOException {
        return Files.readString(file());
    }

    @Test
    void aFewLinesGiveTheWholeCard() throws Exception {
        Path saved = folder.resolve("line.plumb");
        ModelCard card = ModelCard.of(network)
                .intendedUse("Adds *three* numbers.")
                .limitations("- not four")
                .data("training", "made | up", Lines.data());
        trainer.fit(Lines.data(), Lines.fit(4).callbacks(card));
        network.save(saved);
        card.evaluated("test", trainer.evaluate(Lines.data())).savedAs(saved).write(file());

        String page = text();
        for (String part : List.of(
                "# Model card: Line\n",
                "\n## Intended use\n\nAdds *three* numbers.\n",
                "\n## Limitations\n\n- not four\n",
                "\n| training | 20 | made \\| up |\n",
                "\n| input | x | (3) |\n| output | y | (1) |\n",
                "\n## Metrics\n\n| data | loss | mean\\_absolute\\_error |\n| --- | --- | --- |\n| test | ",
                "\n| optimizer | Adam(learning\\_rate = 0.01, ",
                "\n| loss of y | mean\\_squared\\_error |\n",
                "\n| epochs | 4 |\n",
                "\n| seed of the model | 1 |\n",
                "\n![Learning curves of Line](<line-curves.svg>)\n",
                "\nAfter 4 epochs:\n",
                "\n| val\\_loss | ",
                "\n![The graph of Line](<line-graph.svg>)\n",
                "\n| parameters | 26 |\n",
                "\n| floating-point operations per example | 40 |\n",
                "\n| bytes of activations per example | 36 |\n",
                "\n```text\nModel: \"Line\"\n",
                "\n Total params: 26 (",
                "\n| SHA-256 of line.plumb | "
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(saved)))
                        + " |\n",
                "\n| Java | ")) {
            assertTrue(page.contains(part), part + " is not in\n" + page);
        }
        try (Stream<Path> files = Files.list(folder.resolve("card"))) {
            assertEquals(
                    List.of("line-curves.svg", "line-graph.svg", "line.md"),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void fitsAfterEachOtherAreOneHistory() throws IOException {
        ModelCard card = ModelCard.of(network);
        trainer.fit(Lines.data(), Lines.fit(2).callbacks(card));
        trainer.fit(Lines.data(), Lines.fit(3).callbacks(card));
        card.write(file());
        assertTrue(text().contains("\nAfter 5 epochs:\n"));
        assertEquals(2, text().split("\\| optimizer \\|", -1).length - 1);
    }

    @Test
    void aModelThatWasNotTrainedHereHasACardToo() throws IOException {
        ModelCard.of(network).write(file());
        assertTrue(text().contains("\n*The author does not say.*\n"));
        assertFalse(text().contains("## Training"));
        assertFalse(text().contains("## Metrics"));
        assertFalse(Files.exists(folder.resolve("card/line-curves.svg")));
    }

    @Test
    void theDigestTellsWeightsFromOthers() {
        String before = WeightsDigest.of(network);
        assertEquals(before, WeightsDigest.of(Lines.network("Another")));
        INDArray bias = network.weight("y/bias");
        network.setWeight("y/bias", bias.add(1));
        assertNotEquals(before, WeightsDigest.of(network));
        network.setWeight("y/bias", bias);
        assertEquals(before, WeightsDigest.of(network));
    }

    @Test
    void itIsAPageInMarkdown() {
        assertEquals(
                "a model card is a page in Markdown: name 'card.html' .md",
                assertThrows(IllegalArgumentException.class, () -> ModelCard.of(network)
                                .write(Path.of("card.html")))
                        .getMessage());
        assertThrows(UncheckedIOException.class, () -> ModelCard.of(network).savedAs(folder.resolve("nowhere.plumb")));
    }
}
