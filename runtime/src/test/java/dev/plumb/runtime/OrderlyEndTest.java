package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.ArrayBatches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.BackupAndRestore;
import dev.plumb.train.callback.CSVLogger;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.LambdaCallback;
import dev.plumb.train.callback.TerminateOnNaN;
import dev.plumb.train.tensorboard.TensorBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fits that end before they were meant to, and what is left of them. */
final class OrderlyEndTest {
    @TempDir
    private Path folder;

    private static Trainer<INDArray, INDArray> diverging(Network network) {
        return network.trainer(Structure.single("x"), Structure.single("y"), SGD.of(1e20));
    }

    @Test
    void aLossThatIsNoNumberEndsTheFitOnDemand() {
        Network network = Killable.network(2);
        History history =
                diverging(network).fit(Killable.data(60), Killable.fit().callbacks(new TerminateOnNaN()));
        assertFalse(Double.isFinite(history.last("loss")));
        assertTrue(history.has("accuracy"));
        assertTrue(history.epochs().size() < Killable.EPOCHS);
        network.weights()
                .values()
                .forEach(weight -> assertTrue(Double.isFinite(weight.sumNumber().doubleValue())));
        NonFiniteLossException thrown = assertThrows(NonFiniteLossException.class, () -> diverging(Killable.network(2))
                .fit(Killable.data(60), Killable.fit()));
        NonFiniteLossException raised = assertThrows(NonFiniteLossException.class, () -> diverging(Killable.network(2))
                .fit(Killable.data(60), Killable.fit().callbacks(new TerminateOnNaN().raiseError(true))));
        assertEquals(thrown.getMessage(), raised.getMessage());
    }

    /** A log and the events of what was trained are there, and the model goes on. */
    @Test
    void anExceptionLeavesClosedLogsAndAUsableModel() throws IOException {
        Network network = Killable.network(2);
        Trainer<INDArray, INDArray> trainer = Killable.trainer(network);
        Path log = folder.resolve("log.csv");
        Callback broken = LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
            if (epoch == 2) {
                throw new IllegalStateException("broken");
            }
        });
        assertThrows(
                IllegalStateException.class,
                () -> trainer.fit(
                        Killable.data(60),
                        Killable.fit()
                                .callbacks(new CSVLogger(log), TensorBoard.in(folder.resolve("events")), broken)));
        assertEquals(3, Files.readAllLines(log, StandardCharsets.UTF_8).size());
        assertEquals(9, trainer.iterations());
        Files.delete(log);
        trainer.fit(Killable.data(60), Killable.fit().callbacks(new CSVLogger(log)));
        assertEquals(6, Files.readAllLines(log, StandardCharsets.UTF_8).size());
        assertEquals(9 + 20, trainer.iterations());
        network.save(folder.resolve("model.plumb"));
        assertEquals(
                network.weights(), Network.load(folder.resolve("model.plumb")).weights());
    }

    /** The files of a training that went on are those of one that never stopped, but for their clock. */
    @Test
    void eventsGoOnInTheirFiles() throws IOException {
        Path whole = folder.resolve("whole");
        Path part = folder.resolve("part");
        Killable.trainer(Killable.network(2)).fit(Killable.data(60), events(whole, new Callback() {}));
        Callback killed = LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
            if (epoch == 3 && batch == 2) {
                throw new IllegalStateException("killed");
            }
        });
        assertThrows(IllegalStateException.class, () -> Killable.trainer(Killable.network(2))
                .fit(Killable.data(60), events(part, killed)));
        Killable.trainer(Killable.network(2)).fit(Killable.data(60), events(part, new Callback() {}));
        for (String run : List.of("train", "validation")) {
            assertEquals(lengths(whole.resolve(run)), lengths(part.resolve(run)));
        }
        assertEquals(1, lengths(whole.resolve("train")).size());
        assertNotEquals(lengths(whole.resolve("train")), lengths(whole.resolve("validation")));
    }

    private Fit events(Path to, Callback last) {
        return Killable.fit()
                .validationSplit(0.2)
                .callbacks(
                        BackupAndRestore.in(to.resolveSibling(to.getFileName() + " backup")),
                        TensorBoard.in(to).everySteps(2).histogramsEvery(2).scalars(() -> Map.of("more", 1.0)),
                        last);
    }

    private static List<Long> lengths(Path run) throws IOException {
        try (var files = Files.list(run)) {
            List<Long> lengths = new ArrayList<>();
            for (Path file : files.toList()) {
                lengths.add(Files.size(file));
            }
            return lengths;
        }
    }

    /** Examples as they come, in an order of their own, of which nobody knows how many there are. */
    private record Stream(Dataset<INDArray, INDArray> source, List<Integer> read)
            implements Dataset<INDArray, INDArray> {
        @Override
        public Structure<INDArray> inputStructure() {
            return source.inputStructure();
        }

        @Override
        public Structure<INDArray> targetStructure() {
            return source.targetStructure();
        }

        @Override
        public OptionalInt knownSize() {
            return OptionalInt.empty();
        }

        @Override
        public ArrayBatches batches(int batchSize, Order order) {
            read.add(0);
            return (ArrayBatches) source.batches(batchSize, order);
        }
    }

    @Test
    void aStreamDropsWhatWasTaken() {
        Network whole = Killable.network(2);
        Stream stream = new Stream(Killable.data(60), new ArrayList<>());
        History expected = Killable.trainer(whole).fit(stream, Killable.fit());
        Network part = Killable.network(2);
        Fit saved = Killable.fit()
                .callbacks(BackupAndRestore.in(folder.resolve("stream")).everySteps(3));
        Callback killed = LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
            if (training.iterations() == 8) {
                throw new IllegalStateException("killed");
            }
        });
        assertThrows(IllegalStateException.class, () -> Killable.trainer(Killable.network(2))
                .fit(
                        stream,
                        Killable.fit()
                                .callbacks(
                                        BackupAndRestore.in(folder.resolve("stream"))
                                                .everySteps(3),
                                        killed)));
        Fit another = saved;
        assertThrows(IllegalStateException.class, () -> Killable.trainer(Killable.network(2))
                .fit(new Stream(Killable.data(10), new ArrayList<>()), another));
        History history = Killable.trainer(part).fit(stream, saved);
        assertEquals(whole.weights(), part.weights());
        assertEquals(expected.get("accuracy"), history.get("accuracy"));
    }
}
