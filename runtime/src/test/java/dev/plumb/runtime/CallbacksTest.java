package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.train.TrainingMetric;
import dev.plumb.train.TrainingMetrics;
import dev.plumb.train.callback.CSVLogger;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.EarlyStopping;
import dev.plumb.train.callback.LambdaCallback;
import dev.plumb.train.callback.LearningRateScheduler;
import dev.plumb.train.callback.ModelCheckpoint;
import dev.plumb.train.callback.Monitor;
import dev.plumb.train.callback.ReduceLROnPlateau;
import dev.plumb.train.callback.Training;
import dev.plumb.train.schedule.ExponentialDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Callbacks and learning rates within fits. */
final class CallbacksTest {
    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Line");
        return Network.create(
                g.output(
                                g.apply(
                                        "y",
                                        Layers.dense(1),
                                        g.apply("hidden", Layers.dense(5).activation(RELU), g.input("x", 3))),
                                LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
    }

    private static INDArray x() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
    }

    private static Dataset<INDArray, INDArray> data() {
        return Dataset.of(
                Structure.single("x"), x(), Structure.single("y"), x().sum(1).reshape(20, 1));
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, Optimizer optimizer) {
        return network.trainer(Structure.single("x"), Structure.single("y"), optimizer);
    }

    private static Fit fit(int epochs) {
        return Fit.epochs(epochs).batchSize(8).verbose(Verbosity.SILENT);
    }

    /** Notes what it is called with. */
    private static final class Notes implements Callback {
        private final String name;
        private final List<String> events;

        Notes(String name, List<String> events) {
            this.name = name;
            this.events = events;
        }

        private void note(String event) {
            events.add(name + " " + event);
        }

        @Override
        public void onTrainBegin(Training training) {
            note("begins, " + training.epochs() + " epochs of "
                    + training.steps().orElseThrow());
        }

        @Override
        public void onEpochBegin(Training training, int epoch) {
            note("epoch " + epoch);
        }

        @Override
        public void onTrainBatchBegin(Training training, int epoch, int batch) {
            note("batch " + batch + " begins");
        }

        @Override
        public void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {
            note("batch " + batch + " has " + logs.values().keySet());
        }

        @Override
        public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
            note("epoch " + epoch + " has " + logs.keySet());
        }

        @Override
        public void onTrainEnd(Training training, Map<String, Double> logs) {
            note("ends after " + training.iterations() + " steps");
        }

        @Override
        public void close() {
            note("is closed");
        }
    }

    @Test
    void theyAreCalledInTheirOrder() {
        List<String> events = new ArrayList<>();
        trainer(network(), Adam.of(0.01))
                .fit(
                        data(),
                        fit(1).batchSize(16)
                                .validationSplit(0.1)
                                .callbacks(new Notes("a", events), new Notes("b", events)));
        assertEquals(
                List.of(
                        "begins, 1 epochs of 2",
                        "epoch 0",
                        "batch 0 begins",
                        "batch 0 has [loss]",
                        "batch 1 begins",
                        "batch 1 has [loss]",
                        "epoch 0 has [loss, val_loss]",
                        "ends after 2 steps",
                        "is closed"),
                events.stream()
                        .filter(event -> event.startsWith("a "))
                        .map(event -> event.substring(2))
                        .toList());
        for (int i = 0; i < events.size(); i += 2) {
            assertEquals(events.get(i).substring(2), events.get(i + 1).substring(2));
        }
    }

    @Test
    void aLambdaIsEachOfTheCalls() {
        List<String> events = new ArrayList<>();
        trainer(network(), Adam.of(0.01))
                .fit(
                        data(),
                        fit(1).batchSize(20)
                                .callbacks(
                                        LambdaCallback.onTrainEnd(
                                                (training, logs) -> events.add("end " + logs.keySet())),
                                        LambdaCallback.onTrainBegin(
                                                training -> events.add("begin " + training.model())),
                                        LambdaCallback.onEpochBegin((training, epoch) -> events.add("epoch " + epoch)),
                                        LambdaCallback.onTrainBatchBegin(
                                                (training, epoch, batch) -> events.add("batch " + batch))));
        assertEquals(List.of("begin Line", "epoch 0", "batch 0", "end [loss]"), events);
    }

    @Test
    void trainingStopsEarlyWithTheBestWeights() {
        Network network = network();
        List<Map<String, INDArray>> after = new ArrayList<>();
        EarlyStopping stopping = EarlyStopping.monitor("val_loss").patience(2).restoreBestWeights(true);
        History history = trainer(network, SGD.of(0.3).momentum(0.9))
                .fit(
                        data(),
                        fit(50).validationSplit(0.25)
                                .callbacks(
                                        LambdaCallback.onEpochEnd(
                                                (training, epoch, logs) -> after.add(training.weights())),
                                        stopping));
        List<Double> losses = history.get("val_loss");
        assertTrue(losses.size() < 50, history::toString);
        assertEquals(losses.size(), after.size());
        int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
        assertEquals(best, stopping.bestEpoch());
        assertEquals(losses.size() - 3, best);
        assertEquals(after.get(best), network.weights());
    }

    @Test
    void aCallbackMayEvaluateAndNotFit() {
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of(0.01));
        Callback second = LambdaCallback.onEpochEnd((training, epoch, logs) ->
                logs.put("second_loss", trainer.evaluate(data(), 7).loss()));
        History history = trainer.fit(data(), fit(3).callbacks(second));
        assertEquals(trainer.evaluate(data(), 7).loss(), history.last("second_loss"), 1e-6);
        Callback nested = LambdaCallback.onEpochEnd((training, epoch, logs) -> trainer.fit(data(), fit(1)));
        assertThrows(IllegalStateException.class, () -> trainer.fit(data(), fit(1).callbacks(nested)));
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> fit(1).callbacks(second, null));
        assertTrue(none.getMessage().contains("callbacks must not be null"), none::getMessage);
    }

    @Test
    void aCallbackStopsAfterABatch() {
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of(0.01));
        History history =
                trainer.fit(data(), fit(5).callbacks(LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
                    if (training.iterations() == 4) {
                        training.stop("enough");
                    }
                })));
        assertEquals(4, trainer.iterations());
        assertEquals(List.of(0, 1), history.epochs());
    }

    @Test
    void anExceptionClosesAllAndLeavesAUsableModel() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, Adam.of(0.01));
        List<String> events = new ArrayList<>();
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> trainer.fit(
                        data(),
                        fit(5).callbacks(
                                        new Notes("a", events),
                                        LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
                                            throw new IllegalStateException("broken");
                                        }))));
        assertEquals("broken", failure.getMessage());
        assertEquals("a is closed", events.get(events.size() - 1));
        assertFalse(events.toString().contains("ends"));
        assertEquals(1, trainer.iterations());
        trainer.fit(data(), fit(1));
        assertEquals(4, trainer.iterations());
    }

    @Test
    void theLearningRateIsReadSetAndSaved(@TempDir Path folder) {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, Adam.of(0.01));
        assertEquals(0.01, trainer.learningRate());
        trainer.fit(data(), fit(1));
        trainer.learningRate(0.002);
        trainer.fit(data(), fit(1));
        network.save(folder.resolve("model.plumb"));
        Network loaded = Network.load(folder.resolve("model.plumb"));
        Trainer<INDArray, INDArray> resumed = trainer(loaded, Adam.of(0.01));
        assertEquals(0.002, resumed.learningRate());
        trainer.fit(data(), fit(1));
        resumed.fit(data(), fit(1));
        assertEquals(network.weights(), loaded.weights());
        assertEquals(0.05, trainer(loaded, Adam.of(0.05)).learningRate());
        assertThrows(IllegalArgumentException.class, () -> trainer.learningRate(0));
    }

    @Test
    void aRateThatIsSetMovesAsTheOptimizerOfThatRate() {
        Network set = network();
        Trainer<INDArray, INDArray> trainer = trainer(set, SGD.of(0.5).momentum(0.5));
        trainer.learningRate(0.05);
        trainer.fit(data(), fit(2));
        Network stated = network();
        trainer(stated, SGD.of(0.05).momentum(0.5)).fit(data(), fit(2));
        assertEquals(stated.weights(), set.weights());
    }

    @Test
    void aScheduleGivesTheRateOfEachStep() {
        ExponentialDecay decay = new ExponentialDecay(0.1, 3, 0.5);
        List<Double> rates = new ArrayList<>();
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(decay));
        trainer.fit(
                data(),
                fit(2).callbacks(LambdaCallback.onTrainBatchEnd(
                        (training, epoch, batch, logs) -> rates.add(training.learningRate()))));
        for (int i = 0; i < 6; i++) {
            assertEquals(decay.at(i + 1), rates.get(i));
        }
        Network byHand = network();
        Trainer<INDArray, INDArray> other = trainer(byHand, SGD.of(0.1));
        other.fit(
                data(),
                fit(2).callbacks(LambdaCallback.onTrainBatchEnd(
                        (training, epoch, batch, logs) -> training.learningRate(decay.at(training.iterations())))));
        assertEquals(byHand.weights(), network.weights());
        assertTrue(assertThrows(IllegalStateException.class, () -> trainer.learningRate(0.1))
                .getMessage()
                .contains("follows a schedule"));
        assertThrows(
                IllegalStateException.class,
                () -> trainer.fit(
                        data(),
                        fit(2).callbacks(ReduceLROnPlateau.monitor("loss")
                                .patience(0)
                                .minDelta(100))));
    }

    @Test
    void ratesByEpochAndByPlateauAreLogged() {
        History history = trainer(network(), Adam.of(0.01))
                .fit(
                        data(),
                        fit(4).callbacks(new LearningRateScheduler((epoch, rate) -> epoch == 0 ? rate : rate / 2)));
        assertEquals(List.of(0.01, 0.005, 0.0025, 0.00125), history.get("learning_rate"));
        History reduced = trainer(network(), Adam.of(0.01))
                .fit(
                        data(),
                        fit(4).callbacks(ReduceLROnPlateau.monitor("loss")
                                .patience(1)
                                .minDelta(100)
                                .factor(0.5)));
        assertEquals(List.of(0.01, 0.01, 0.005, 0.0025), reduced.get("learning_rate"));
    }

    @Test
    void checkpointsAreKeptByName(@TempDir Path folder) {
        Network network = network();
        trainer(network, Adam.of(0.01))
                .fit(
                        data(),
                        fit(4).callbacks(ModelCheckpoint.to(folder + "/m-{epoch:02d}-{loss:.2f}.plumb")
                                .keep(2)));
        try (var files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(2, names.size());
            assertTrue(names.get(0).matches("m-03-\\d\\.\\d\\d\\.plumb"), names::toString);
            Network last = Network.load(folder.resolve(names.get(1)));
            assertEquals(network.weights(), last.weights());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Callback unknown = ModelCheckpoint.to(folder + "/m-{nothing}.plumb");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> trainer(network, Adam.of(0.01))
                        .fit(data(), fit(1).callbacks(unknown)));
        assertTrue(refused.getMessage().contains("'nothing'"), refused::getMessage);
        assertThrows(IllegalArgumentException.class, () -> ModelCheckpoint.to("m-{loss:%s}.plumb"));
    }

    @Test
    void onlyTheBestAndBySteps(@TempDir Path folder) throws IOException {
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of(0.01));
        trainer.fit(
                data(),
                fit(3).callbacks(
                                ModelCheckpoint.to(folder + "/best.plumb").onlyBest("loss"),
                                ModelCheckpoint.to(folder + "/s{epoch}-{batch}.plumb")
                                        .everySteps(4)));
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("best.plumb", "s2-1.plumb", "s3-2.plumb"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aLogHasALineForEachEpoch(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("log.csv");
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of(0.01));
        History history = trainer.fit(
                data(), fit(3).validationSplit(0.25).validationFrequency(2).callbacks(new CSVLogger(file)));
        List<String> lines = Files.readAllLines(file);
        assertEquals("epoch,loss,val_loss", lines.get(0));
        assertEquals("0," + history.get("loss").get(0) + ",NA", lines.get(1));
        assertEquals(
                "1," + history.get("loss").get(1) + ","
                        + history.get("val_loss").get(0),
                lines.get(2));
        assertEquals(4, lines.size());
        trainer.fit(data(), fit(4).initialEpoch(3).callbacks(CSVLogger.appending(file)));
        assertEquals(5, Files.readAllLines(file).size());
        assertTrue(Files.readAllLines(file).get(4).startsWith("3,"));
        trainer.fit(data(), fit(1).callbacks(new CSVLogger(file)));
        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void namesWithCommasAndQuotesAreQuotedInTheFileAndFoundAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("log.csv");
        Callback named = LambdaCallback.onEpochEnd((training, epoch, logs) -> logs.put("error, \"top 5\"", 0.5));
        Trainer<INDArray, INDArray> trainer = trainer(network(), SGD.of(0.01));
        History history = trainer.fit(data(), fit(1).callbacks(named, new CSVLogger(file)));
        List<String> lines = Files.readAllLines(file);
        assertEquals("epoch,\"error, \"\"top 5\"\"\",loss", lines.get(0));
        assertEquals("0,0.5," + history.get("loss").get(0), lines.get(1));
        Path table = folder.resolve("table.csv");
        history.write(table);
        assertEquals(2, Files.readAllLines(table).size());
        assertTrue(Files.readAllLines(table).get(0).contains("\"error, \"\"top 5\"\"\""));
        trainer.fit(data(), fit(2).initialEpoch(1).callbacks(named, CSVLogger.appending(file)));
        assertTrue(Files.readAllLines(file).get(2).startsWith("1,0.5,"));
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeTheFirstStep(@TempDir Path folder) {
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of(new ExponentialDecay(0.01, 10, 0.5)));
        assertEquals(
                "ReduceLROnPlateau lowers a learning rate that stays the same, and that of model 'Line' follows a"
                        + " schedule: give the optimizer a number, such as Adam.of(1e-3), or leave the callback out",
                assertThrows(
                                IllegalStateException.class,
                                () -> trainer.fit(data(), fit(1).callbacks(ReduceLROnPlateau.monitor("loss"))))
                        .getMessage());
        Path none = folder.resolve("none");
        assertEquals(
                "checkpoints '" + none + "/{epoch:02d}.plumb' cannot be saved: the folder '" + none
                        + "' does not exist; create it first",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer.fit(
                                        data(), fit(1).callbacks(ModelCheckpoint.to(none + "/{epoch:02d}.plumb"))))
                        .getMessage());
        assertEquals(
                "the log '" + none.resolve("log.csv") + "' cannot be written: the folder '" + none
                        + "' does not exist; create it first",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer.fit(data(), fit(1).callbacks(new CSVLogger(none.resolve("log.csv")))))
                        .getMessage());
        assertEquals(0, trainer.iterations());
    }

    @Test
    void aScheduleThatGivesNoNumberEndsTrainingBeforeItsStep() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(iteration -> iteration < 3 ? 0.01 : Double.NaN));
        assertEquals(
                "the schedule of SGD gives the learning rate NaN for step 4: expected a float32 number of 0 or more;"
                        + " the step is not taken",
                assertThrows(IllegalStateException.class, () -> trainer.fit(data(), fit(3)))
                        .getMessage());
        assertEquals(3, trainer.iterations());
        network.weights().values().forEach(weight -> assertFalse(weight.isNaN().any()));
    }

    /** A metric of one's own, and one with another name, say themselves which way they are better. */
    @Test
    void aMetricSaysWhichWayItIsBetter() {
        TrainingMetric near = TrainingMetrics.of(
                "near",
                TrainingMetric.Direction.UP,
                (prediction, target) -> prediction.value().minus(target).abs().negated());
        OutputTraining output = new OutputTraining(
                "y",
                Losses.meanSquaredError(),
                1,
                List.of(near, TrainingMetrics.of(Metric.MAE).named("off")));
        Network network = network();
        Trainer<INDArray, INDArray> trainer =
                network.trainer(Structure.single("x"), Structure.single("y"), Adam.of(0.01), List.of(output));
        EarlyStopping up = EarlyStopping.monitor("val_near").patience(3);
        EarlyStopping down = EarlyStopping.monitor("off").patience(3);
        trainer.fit(data(), fit(6).validationData(data()).callbacks(up, down));
        assertEquals(5, up.bestEpoch());
        assertEquals(5, down.bestEpoch());
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer.fit(data(), fit(1).callbacks(EarlyStopping.monitor("reward"))))
                .getMessage()
                .startsWith("nothing tells whether 'reward' is better when it is more or less. Say it by"));
    }

    @Test
    void whatIsNoNumberInTheLogsIsNamedWithItsCallback() {
        Callback forgetful = LambdaCallback.onEpochEnd((training, epoch, logs) -> logs.put("mine", null));
        String message = assertThrows(IllegalStateException.class, () -> trainer(network(), SGD.of(0.1))
                        .fit(data(), fit(2).callbacks(forgetful)))
                .getMessage();
        assertTrue(
                message.endsWith("has put 'mine' = null into the logs of epoch 1: expected a name with a number"),
                message);
    }

    @Test
    void aFileIsNotNamedAfterTheFormatOfAnotherProgram(@TempDir Path folder) {
        assertEquals(
                "'" + folder.resolve("line.h5")
                        + "' has the ending of another format, and what is written is a model of Plumb: name it"
                        + " 'line.plumb'",
                assertThrows(IllegalArgumentException.class, () -> network().save(folder.resolve("line.h5")))
                        .getMessage());
        assertFalse(Files.exists(folder.resolve("line.h5")));
    }

    @Test
    void shortNamesOfMetricsAreExplained() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> EarlyStopping.monitor("val_mae"))
                .getMessage()
                .contains(", did you mean 'val_mean_absolute_error'? "));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> EarlyStopping.monitor("acc"))
                .getMessage()
                .contains(", did you mean 'accuracy'? "));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> EarlyStopping.monitor("val_topic_acuracy"))
                .getMessage()
                .contains(", did you mean 'val_topic_accuracy'? "));
        assertEquals(
                "nothing tells whether 'val_los' is better when it is more or less, did you mean 'val_loss'? Say it by"
                        + " new Monitor(\"val_los\", Monitor.Direction.MAXIMIZE) or MINIMIZE",
                assertThrows(IllegalArgumentException.class, () -> EarlyStopping.monitor("val_los"))
                        .getMessage());
    }

    @Test
    void aValueThatWillNeverBeThereIsTold() {
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of(0.01));
        assertEquals(
                "there is no value 'val_loss' in the training of model 'Line': it has no validation, which"
                        + " Fit.validationSplit or validationData give. It has loss",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer.fit(data(), fit(2).callbacks(EarlyStopping.monitor("val_loss"))))
                        .getMessage());
        assertEquals(Monitor.Direction.AS_METRIC, Monitor.of("happiness").direction());
        assertEquals(
                Monitor.Direction.MAXIMIZE, Monitor.of("val_topic_accuracy").direction());
        assertEquals(Monitor.Direction.MINIMIZE, Monitor.of("val_topic_loss").direction());
        trainer.fit(
                data(),
                fit(4).validationSplit(0.25).validationFrequency(2).callbacks(EarlyStopping.monitor("val_loss")));
    }
}
