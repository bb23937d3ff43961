package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FixtureOptimizer;
import dev.plumb.fixtures.Tensor;
import dev.plumb.fixtures.WatchedFitCase;
import dev.plumb.fixtures.WatchedFitCase.Watching;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.CSVLogger;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.EarlyStopping;
import dev.plumb.train.callback.LearningRateScheduler;
import dev.plumb.train.callback.ModelCheckpoint;
import dev.plumb.train.callback.Monitor;
import dev.plumb.train.callback.ReduceLROnPlateau;
import dev.plumb.train.callback.TerminateOnNaN;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole fits with callbacks train the epochs, report the values, save the files and leave the weights that those of Keras do. */
final class WatchedFitParityTest {
    @TempDir
    private Path folder;

    static List<WatchedFitCase> cases() {
        return WatchedFitCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesWhatTheFitOfKerasDoes(WatchedFitCase recorded) throws IOException {
        Path log = folder.resolve("log.csv");
        Network model = Network.create(recorded.model().graph(), 1);
        recorded.weights().forEach((path, tensor) -> model.setWeight(path, array(tensor)));
        List<Callback> callbacks =
                new ArrayList<>(recorded.callbacks().stream().map(this::callback).toList());
        callbacks.add(new CSVLogger(log));
        History history = model.trainer(Structure.single("x"), Structure.single("out"), optimizer(recorded.optimizer()))
                .fit(
                        data(recorded.inputs(), recorded.targets()),
                        Fit.epochs(recorded.epochs())
                                .initialEpoch(recorded.initialEpoch())
                                .batchSize(8)
                                .shuffle(false)
                                .validationData(data(recorded.validationInputs(), recorded.validationTargets()))
                                .validationFrequency(recorded.validationFrequency())
                                .verbose(Verbosity.SILENT)
                                .callbacks(callbacks.toArray(Callback[]::new)));
        assertEquals(recorded.trained(), history.epochs());
        assertEquals(new TreeSet<>(recorded.history().keySet()), history.keys());
        boolean isDiverging = recorded.callbacks().get(0).kind().equals("TerminateOnNaN");
        recorded.history().forEach((key, values) -> {
            assertEquals(values.size(), history.get(key).size());
            for (int i = 0; i < values.size(); i++) {
                double found = history.get(key).get(i);
                // Where the loss is no number, Keras has taken that step, and reports of it; here it is not taken.
                if (!isDiverging && values.get(i) instanceof Number expected) {
                    Agreement.assertAgrees(expected.doubleValue(), found, key + " " + i);
                } else if (key.equals("loss")) {
                    assertFalse(values.get(i) instanceof Number || Double.isFinite(found));
                }
            }
        });
        assertLog(recorded, Files.readAllLines(log, StandardCharsets.UTF_8));
        try (var files = Files.list(folder)) {
            assertEquals(
                    new TreeSet<>(recorded.files()).toString(),
                    new TreeSet<>(files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".plumb"))
                                    .map(name -> name.replace(".plumb", ""))
                                    .toList())
                            .toString());
        }
        recorded.weightsAfter()
                .forEach((path, tensor) -> Agreement.assertAgrees(tensor.floats(), floats(model.weight(path)), path));
        assertEquals(isDiverging, recorded.weightsAfter().isEmpty());
    }

    private static void assertLog(WatchedFitCase recorded, List<String> lines) {
        List<String> columns = Arrays.asList(lines.get(0).split(",", -1));
        // Keras has a column for the learning rate of the validation, too, in which there is never a value.
        List<?> expected = recorded.columns().stream()
                .filter(column -> !column.equals("val_learning_rate"))
                .toList();
        assertEquals(expected, columns);
        assertEquals(recorded.missing().size(), lines.size() - 1);
        for (int i = 1; i < lines.size(); i++) {
            String[] values = lines.get(i).split(",", -1);
            List<String> missing = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                if (values[c].equals("NA")) {
                    missing.add(columns.get(c));
                }
            }
            List<?> absent = ((List<?>) recorded.missing().get(i - 1))
                    .stream().filter(expected::contains).toList();
            assertEquals(absent, missing);
        }
    }

    private Callback callback(Watching watching) {
        return switch (watching.kind()) {
            case "EarlyStopping" -> stopping(watching);
            case "ReduceLROnPlateau" -> ReduceLROnPlateau.monitor(monitor(watching))
                    .factor(watching.number("factor", 0.1))
                    .patience((int) watching.number("patience", 10))
                    .minDelta(watching.number("min_delta", 1e-4))
                    .cooldown((int) watching.number("cooldown", 0))
                    .minimum(watching.number("min_lr", 0));
            case "LearningRateScheduler" -> new LearningRateScheduler(
                    (epoch, rate) -> epoch % 3 == 2 ? rate * 0.5 : rate);
            case "TerminateOnNaN" -> new TerminateOnNaN();
            case "ModelCheckpoint" -> checkpoint(watching);
            default -> throw new IllegalArgumentException(watching.kind());
        };
    }

    private static Monitor monitor(Watching watching) {
        return Monitor.of(watching.text("monitor"));
    }

    private static EarlyStopping stopping(Watching watching) {
        EarlyStopping stopping = EarlyStopping.monitor(monitor(watching))
                .patience((int) watching.number("patience", 0))
                .minDelta(watching.number("min_delta", 0))
                .startFromEpoch((int) watching.number("start_from_epoch", 0))
                .restoreBestWeights(watching.is("restore_best_weights"));
        return watching.arguments().containsKey("baseline")
                ? stopping.baseline(watching.number("baseline", 0))
                : stopping;
    }

    private ModelCheckpoint checkpoint(Watching watching) {
        ModelCheckpoint all = ModelCheckpoint.to(folder + "/" + watching.text("filepath") + ".plumb");
        ModelCheckpoint some = watching.is("save_best_only") ? all.onlyBest(monitor(watching)) : all;
        int steps = (int) watching.number("save_freq", 0);
        return steps > 0 ? some.everySteps(steps) : some;
    }

    private static Dataset<INDArray, INDArray> data(Tensor inputs, Tensor targets) {
        return Dataset.of(Structure.single("x"), array(inputs), Structure.single("out"), array(targets));
    }

    private static INDArray array(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> Nd4j.create(tensor.floats(), tensor.shape(), 'c');
            case INT32, BOOL -> Nd4j.createFromArray(tensor.ints()).reshape(tensor.shape());
        };
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static Optimizer optimizer(FixtureOptimizer recorded) {
        return recorded.type().equals("Adam")
                ? Adam.of(recorded.number("learningRate"))
                : SGD.of(recorded.number("learningRate"));
    }
}
