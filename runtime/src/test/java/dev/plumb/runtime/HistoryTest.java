package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.CSVLogger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Histories and evaluations read as in Keras. */
final class HistoryTest {
    @Test
    void historyAndEvaluationAreInTheOrderOfKeras() {
        History history = History.of(List.of(
                new History.Epoch(0, Map.of("val_loss", 2.0, "loss", 3.0, "accuracy", 0.5)),
                new History.Epoch(1, Map.of("val_loss", 1.0, "loss", 2.0, "accuracy", 0.6))));
        assertEquals(List.of("accuracy", "loss", "val_loss"), List.copyOf(history.keys()));
        assertEquals(List.of(3.0, 2.0), history.get("loss"));
        assertEquals(1.0, history.last("val_loss"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> history.get("los"));
        assertEquals(
                "the history has no 'los', did you mean 'loss'? It has [accuracy, loss, val_loss]", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> history.get("precision"));
        assertEquals("the history has no 'precision'. It has [accuracy, loss, val_loss]", e.getMessage());
        assertEquals(
                "accuracy: 0.9827 - loss: 5.4100e-04",
                Evaluation.of(new TreeMap<>(Map.of("loss", 0.000541, "accuracy", 0.9827)))
                        .toString());
    }

    private static History losses(int first, double... losses) {
        List<History.Epoch> epochs = new ArrayList<>();
        for (double loss : losses) {
            epochs.add(new History.Epoch(first + epochs.size(), Map.of("loss", loss)));
        }
        return History.of(epochs);
    }

    @Test
    void fitsAfterEachOtherAreOneHistory() {
        History both = losses(0, 3, 2).and(losses(0, 1.5, 1));
        assertEquals(List.of(0, 1, 2, 3), both.epochs());
        assertEquals(List.of(3.0, 2.0, 1.5, 1.0), both.get("loss"));
        assertEquals(List.of(0, 1, 2), losses(0).and(losses(0, 3, 2, 1)).epochs());
        assertEquals(List.of(0), losses(0, 3).and(losses(0)).epochs());
    }

    @Test
    void aFitThatWasToldWhereToBeginKeepsItsEpochs() {
        assertEquals(List.of(0, 1, 2, 3), losses(0, 3, 2).and(losses(2, 1, 0)).epochs());
        History resumed = losses(0, 3, 2, 9, 9).and(losses(2, 1, 0.5));
        assertEquals(List.of(0, 1, 2, 3), resumed.epochs());
        assertEquals(List.of(3.0, 2.0, 1.0, 0.5), resumed.get("loss"));
        assertEquals(List.of(0, 1, 5), losses(0, 3, 2).and(losses(5, 1)).epochs());
    }

    @Test
    void measuresAreKeysWithoutValidationLossFirst() {
        History history = History.of(
                List.of(new History.Epoch(0, Map.of("val_loss", 2.0, "loss", 3.0, "accuracy", 0.5, "val_only", 1.0))));
        assertEquals(List.of("loss", "accuracy", "only"), history.measures());
    }

    /** Line for line what {@code CSVLogger} writes of the same training. */
    @Test
    void aFileOfItIsThatOfTheLogger(@TempDir Path folder) throws IOException {
        Path logged = folder.resolve("log.csv");
        GraphBuilder g = GraphBuilder.named("Line");
        Network network = Network.create(
                g.output(g.apply("y", Layers.dense(1), g.input("x", 3)), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
        INDArray x = Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
        History history = network.trainer(Structure.single("x"), Structure.single("y"), SGD.of(0.01))
                .fit(
                        Dataset.of(
                                Structure.single("x"),
                                x,
                                Structure.single("y"),
                                x.sum(1).reshape(20, 1)),
                        Fit.epochs(5)
                                .validationSplit(0.2)
                                .validationFrequency(2)
                                .verbose(Verbosity.SILENT)
                                .callbacks(new CSVLogger(logged)));
        Path written = folder.resolve("history.csv");
        history.write(written);
        assertEquals(Files.readString(logged), Files.readString(written));
        assertTrue(Files.readString(written).startsWith("epoch,loss,val_loss" + System.lineSeparator() + "0,"));
        assertTrue(Files.readAllLines(written).get(1).endsWith(",NA"));
    }

    @Test
    void curvesAreDrawnInLetters() {
        List<History.Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            epochs.add(new History.Epoch(i, Map.of("loss", 3.0 - i, "val_loss", 3.0 - i / 2.0)));
        }
        String middle = " ".repeat(29);
        String end = " ".repeat(59);
        assertEquals(
                List.of(
                        "loss" + " ".repeat(40) + "* training   o validation",
                        " 3.0000 | *",
                        "        |",
                        "        | " + middle + "o",
                        "        |",
                        "        | " + middle + "*" + " ".repeat(29) + "o",
                        "        |",
                        "        |",
                        "        |",
                        "        |",
                        " 1.0000 | " + end + "*",
                        "        +" + "-".repeat(61),
                        "          1" + " ".repeat(58) + "3   epoch"),
                History.of(epochs).chart().lines().toList());
    }

    @Test
    void chartsOfLittleAreDrawn() {
        assertEquals("no epoch has been trained\n", losses(0).chart());
        assertEquals(
                List.of(" 0.5000 | *", "        +--", "          1   epoch"),
                losses(0, 0.5)
                        .chart()
                        .lines()
                        .filter(line -> line.matches(".*[-*h]$"))
                        .toList());
        assertTrue(losses(0, Double.NaN).chart().contains("no value is a finite number"));
        assertEquals(
                2,
                losses(0, 1, Double.NaN, 1)
                        .chart()
                        .chars()
                        .filter(letter -> letter == '*')
                        .count());
    }

    @Test
    void drawingAsksForItsModule(@TempDir Path folder) {
        Path file = folder.resolve("curves.svg");
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> losses(0, 1).plot(file));
        assertEquals(
                "history.plot needs the module that draws: add dev.plumb:plumb-view to the dependencies, in the version of dev.plumb:plumb-runtime",
                e.getMessage());
    }
}
