package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Optimizer;
import dev.plumb.train.callback.BackupAndRestore;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.LambdaCallback;
import dev.plumb.train.callback.LearningRateScheduler;
import dev.plumb.train.callback.SwapEMAWeights;
import dev.plumb.train.callback.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training that was stopped anywhere goes on from its backup to the bits of one that never was. */
final class BackupTest {
    @TempDir
    private Path folder;

    /** What ends a process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Ends training after so many steps of this process. */
    private static Callback killedAfter(int steps) {
        int[] taken = {0};
        return LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
            if (++taken[0] == steps) {
                throw new Killed();
            }
        });
    }

    private static Callback killedAfterEpoch(int last) {
        return LambdaCallback.onEpochEnd((training, epoch, logs) -> {
            if (epoch == last) {
                throw new Killed();
            }
        });
    }

    private Path sub(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** A model that was made anew has another seed: that of the backup is what counts. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void endsAsIfItHadNeverStopped(int everySteps) throws IOException {
        Path whole = sub("whole");
        Killable.run(whole, 5, everySteps);
        List<String> expected = Killable.left(whole);
        for (int killed = 1; killed < Killable.EPOCHS * Killable.STEPS; killed += 3) {
            Path part = sub("killed " + killed);
            int steps = killed;
            assertThrows(Killed.class, () -> Killable.run(part, 5, everySteps, killedAfter(steps)));
            boolean isSaved = Files.exists(part.resolve("backup/fit.plumb"));
            Killable.run(part, isSaved ? 99 : 5, everySteps);
            assertEquals(
                    expected.toString().replace(whole.toString(), ""),
                    Killable.left(part).toString().replace(part.toString(), ""),
                    "killed after " + killed);
        }
    }

    @Test
    void isStoppedAgainAndAgain() throws IOException {
        Path whole = sub("whole");
        Killable.run(whole, 5, 1);
        Path part = sub("part");
        int runs = 0;
        for (boolean ended = false; !ended; runs++) {
            try {
                Killable.run(part, 5, 1, killedAfter(2));
                ended = true;
            } catch (Killed e) {
                assertTrue(runs < 30);
            }
        }
        assertTrue(runs > 10, "runs: " + runs);
        assertEquals(Killable.left(whole), Killable.left(part));
    }

    @Test
    void isStoppedAtTheEndOfAnEpoch() throws IOException {
        Path whole = sub("whole");
        Killable.run(whole, 5, 0);
        Path part = sub("part");
        assertThrows(Killed.class, () -> Killable.run(part, 5, 0, killedAfterEpoch(2)));
        Killable.run(part, 6, 0);
        assertEquals(Killable.left(whole), Killable.left(part));
    }

    /** A model that is trained. */
    private record Model(Trainer<INDArray, INDArray> trainer, Consumer<Path> save) {
        static Model of(Network network) {
            return new Model(Killable.trainer(network), network::save);
        }
    }

    private static void assertSame(Supplier<Model> models, Path whole, Path part, Callback... more) throws IOException {
        Model undisturbed = models.get();
        History expected =
                undisturbed.trainer().fit(Killable.data(50), Killable.fit().callbacks(more));
        undisturbed.save().accept(whole.resolve("model.plumb"));
        for (int killed = 1; killed <= 15; killed += 2) {
            int steps = killed;
            Path backup = part.resolve("killed " + killed);
            assertThrows(
                    Killed.class,
                    () -> models.get().trainer().fit(Killable.data(50), fit(backup, more, killedAfter(steps))));
            Model resumed = models.get();
            History history = resumed.trainer().fit(Killable.data(50), fit(backup, more));
            assertEquals(expected.toString(), history.toString());
            expected.keys().forEach(key -> assertEquals(expected.get(key), history.get(key)));
            resumed.save().accept(part.resolve("model.plumb"));
            assertEquals(-1, Files.mismatch(whole.resolve("model.plumb"), part.resolve("model.plumb")));
        }
    }

    private static Fit fit(Path backup, Callback[] more, Callback... last) {
        List<Callback> all = new ArrayList<>(List.of(BackupAndRestore.in(backup).everySteps(2)));
        all.addAll(List.of(more));
        all.addAll(List.of(last));
        return Killable.fit().callbacks(all.toArray(Callback[]::new));
    }

    /** Each half of a batch has dropout masks of its own, and some steps move nothing. */
    @Test
    void stepsOfOnesOwnGoOn() throws IOException {
        assertSame(
                () -> {
                    Model model = Model.of(Killable.network(4));
                    Trainer<INDArray, INDArray> trainer = model.trainer();
                    trainer.step((batch, tape) -> {
                        BatchGradients first = trainer.gradients(batch);
                        BatchGradients second = trainer.gradients(batch);
                        if (batch.size() > 10) {
                            first.flat().addi(second.flat());
                            trainer.apply(first);
                        }
                        return Map.of("loss", first.loss(), "other", second.loss());
                    });
                    return model;
                },
                sub("whole"),
                sub("part"));
    }

    /** Averages of weights that are in use between epochs, sums of gradients over three steps, and a weight of a loss that is set. */
    @Test
    void whatOptimizersAndLossesKeepGoesOn() throws IOException {
        assertSame(
                () -> {
                    Network network = Killable.network(4);
                    Optimizer optimizer = Adam.of(0.02).movingAverage(0.9).accumulateGradients(3);
                    return new Model(
                            network.trainer(Structure.single("x"), Structure.single("y"), optimizer), network::save);
                },
                sub("whole"),
                sub("part"),
                SwapEMAWeights.onEpoch(),
                LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
                    if (training.iterations() == 6) {
                        training.lossWeight("y", 0.5);
                    }
                }));
    }

    /** The end of the epoch in which it was stopped is still to come. */
    @Test
    void whatWasStoppedInAnEpochEndsIt() {
        Path backup = folder.resolve("stopped");
        Callback stopping = LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
            if (epoch == 1 && batch == 2) {
                training.stop("enough");
            }
        });
        Network whole = Killable.network(4);
        History expected = Killable.trainer(whole)
                .fit(Killable.data(50), Killable.fit().validationSplit(0.2).callbacks(stopping));
        assertEquals(List.of(0, 1), expected.epochs());
        BackupAndRestore each = BackupAndRestore.in(backup).everySteps(1);
        assertThrows(Killed.class, () -> Killable.trainer(Killable.network(4))
                .fit(
                        Killable.data(50),
                        Killable.fit().validationSplit(0.2).callbacks(each, stopping, killedAfterEpoch(1))));
        Network part = Killable.network(4);
        History history = Killable.trainer(part)
                .fit(Killable.data(50), Killable.fit().validationSplit(0.2).callbacks(each, stopping));
        assertEquals(expected.epochs(), history.epochs());
        expected.keys().forEach(key -> assertEquals(expected.get(key), history.get(key)));
        assertEquals(whole.weights(), part.weights());
    }

    private static final class Code extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(5));
        private final EagerLayer dropped = layer("dropped", Layers.dropout(0.4));
        private final EagerLayer late = layer("late", Layers.dense(5));
        private final EagerLayer last = layer("last", Layers.dense(3).activation(SOFTMAX));

        Code() {
            super(8);
        }

        /** One layer is called for the first time in the middle of training. */
        @Override
        public Var call(EagerContext context, Var x) {
            Var found = dropped.call(context, hidden.call(context, x));
            return last.call(context, x.shape().get(0) == 2 ? late.call(context, found) : found);
        }
    }

    @Test
    void modelsInCodeGoOn() throws IOException {
        assertSame(
                () -> {
                    Code model = new Code();
                    Trainer<INDArray, INDArray> trainer = model.trainer(
                            EagerInput.array(), Adam.of(0.01), Losses.sparseCategoricalCrossentropy(), Metric.ACCURACY);
                    return new Model(trainer, model::save);
                },
                sub("whole"),
                sub("part"));
    }

    @Test
    void whatIsFrozenAndTheRateGoOn() throws IOException {
        assertSame(
                () -> Model.of(Killable.network(4)),
                sub("whole"),
                sub("part"),
                new LearningRateScheduler((epoch, rate) -> epoch == 0 ? rate : rate / 2));
        Supplier<Network> networks = () -> Killable.network(4);
        Network network = networks.get();
        network.freeze("hidden");
        Killable.trainer(network).fit(Killable.data(50), Killable.fit().callbacks(thawing(network)));
        Network killed = networks.get();
        killed.freeze("hidden");
        Path backup = folder.resolve("thawing");
        assertThrows(Killed.class, () -> Killable.trainer(killed)
                .fit(Killable.data(50), fit(backup, new Callback[] {thawing(killed)}, killedAfter(11))));
        Network resumed = networks.get();
        Killable.trainer(resumed).fit(Killable.data(50), fit(backup, new Callback[] {thawing(resumed)}));
        assertEquals(network.weights(), resumed.weights());
        assertEquals(network.frozen(), resumed.frozen());
    }

    private static Callback thawing(Network network) {
        return new Callback() {
            @Override
            public void onEpochBegin(Training training, int epoch) {
                if (epoch == 2) {
                    network.unfreeze("hidden");
                    network.freeze("second");
                }
            }
        };
    }

    @Test
    void anotherTrainingIsRefused() throws IOException {
        Path backup = folder.resolve("backup");
        Callback[] none = {};
        Trainer<INDArray, INDArray> trainer = Killable.trainer(Killable.network(4));
        assertThrows(Killed.class, () -> trainer.fit(Killable.data(50), fit(backup, none, killedAfter(7))));
        refused("the data set had 50 examples, and it has 60", () -> Killable.trainer(Killable.network(4))
                .fit(Killable.data(60), fit(backup, none)));
        refused("the batch size was 16, and it is 8", () -> Killable.trainer(Killable.network(4))
                .fit(Killable.data(50), fit(backup, none).batchSize(8)));
        refused("the optimizer was Adam", () -> Killable.network(4)
                .trainer(Structure.single("x"), Structure.single("y"), Adam.of(0.5))
                .fit(Killable.data(50), fit(backup, none)));
        refused("the examples were shuffled", () -> Killable.trainer(Killable.network(4))
                .fit(Killable.data(50), fit(backup, none).shuffle(false)));
        refused("the seed of their order was that of the model, and it is 3", () -> Killable.trainer(
                        Killable.network(4))
                .fit(Killable.data(50), fit(backup, none).seed(3)));
        Network other = otherNetwork();
        refused("another architecture", () -> Killable.trainer(other).fit(Killable.data(50), fit(backup, none)));
        Network saved = Killable.network(4);
        saved.save(backup.resolve("fit.plumb"));
        refused("no backup of a fit", () -> Killable.trainer(Killable.network(4))
                .fit(Killable.data(50), fit(backup, none)));
    }

    private static Network otherNetwork() {
        var g = GraphBuilder.named("Killable");
        return Network.create(
                g.output(
                                g.apply("y", Layers.dense(3).activation(SOFTMAX), g.input("x", 6)),
                                LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY)
                        .build(),
                1);
    }

    private static void refused(String why, org.junit.jupiter.api.function.Executable fit) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, fit).getMessage());
        assertTrue(message.contains(why), message);
        assertTrue(message.contains("delete the file to begin anew"), message);
    }

    @Test
    void eachFitHasAFolderOfItsOwn() {
        Path backup = folder.resolve("backup");
        Callback[] none = {};
        Trainer<INDArray, INDArray> trainer = Killable.trainer(Killable.network(4));
        Callback nested = LambdaCallback.onEpochEnd((training, epoch, logs) -> {
            String message = assertThrows(IllegalStateException.class, () -> Killable.trainer(Killable.network(4))
                            .fit(Killable.data(50), fit(backup, none)))
                    .getMessage();
            assertTrue(message.contains("another fit that runs"), message);
        });
        trainer.fit(Killable.data(50), fit(backup, none, nested));
        assertFalse(Files.exists(backup.resolve("fit.plumb")));
        assertThrows(Killed.class, () -> trainer.fit(Killable.data(50), fit(backup, none, killedAfter(7))));
        refused("its fit began after 20 steps, and this one begins after 0", () -> Killable.trainer(Killable.network(4))
                .fit(Killable.data(50), fit(backup, none)));
        // The trainer that was interrupted goes back to its backup.
        assertEquals(27, trainer.iterations());
        assertEquals(
                Killable.EPOCHS,
                trainer.fit(Killable.data(50), fit(backup, none)).epochs().size());
        assertEquals(40, trainer.iterations());
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.fit(Killable.data(50), fit(backup, none, BackupAndRestore.in(folder.resolve("second")))));
    }

    @Test
    void aCallbackThatIsMissingIsNamed() throws IOException {
        Path part = sub("part");
        assertThrows(Killed.class, () -> Killable.run(part, 5, 1, killedAfter(3)));
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> Killable.trainer(Killable.network(5))
                                .fit(
                                        Killable.data(Killable.EXAMPLES),
                                        Killable.fit()
                                                .validationSplit(0.2)
                                                .callbacks(BackupAndRestore.in(part.resolve("backup")))))
                        .getMessage());
        assertTrue(message.contains("EarlyStopping"), message);
    }

    @Test
    void theBackupIsAModelAndIsKeptOnDemand() throws IOException {
        Path backup = folder.resolve("backup");
        Network network = Killable.network(4);
        BackupAndRestore kept = BackupAndRestore.in(backup).deleteAtEnd(false);
        Killable.trainer(network).fit(Killable.data(50), Killable.fit().callbacks(kept));
        assertEquals(network.weights(), Network.load(kept.file()).weights());
        Network again = Killable.network(4);
        History history =
                Killable.trainer(again).fit(Killable.data(50), Killable.fit().callbacks(kept));
        assertEquals(Killable.EPOCHS, history.epochs().size());
        assertEquals(network.weights(), again.weights());
    }
}
