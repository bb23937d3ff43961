package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.train.Adam;
import dev.plumb.train.callback.BackupAndRestore;
import dev.plumb.train.callback.CSVLogger;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.EarlyStopping;
import dev.plumb.train.callback.ModelCheckpoint;
import dev.plumb.train.callback.ReduceLROnPlateau;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training with all that has a state: dropout, batch normalization, shuffling, metrics, validation, a rate that is lowered, early stopping with the best
 * weights, checkpoints that are deleted, a log. What it leaves are the model with its optimizer, the history and the log, to the bit.
 */
final class Killable {
    static final int EXAMPLES = 70;
    static final int EPOCHS = 5;
    static final int BATCH = 16;
    /** Of an epoch. */
    static final int STEPS = 4;

    private Killable() {}

    static Network network(long seed) {
        GraphBuilder g = GraphBuilder.named("Killable");
        var x = g.input("x", 6);
        var hidden = g.apply("hidden", Layers.dense(8).activation(RELU), x);
        var normal = g.apply("normal", Layers.batchNormalization(), hidden);
        var dropped = g.apply("dropped", Layers.dropout(0.3), normal);
        var second = g.apply("second", Layers.dense(8).activation(RELU), dropped);
        return Network.create(
                g.output(
                                g.apply("y", Layers.dense(3).activation(SOFTMAX), second),
                                LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY,
                                Metric.ACCURACY)
                        .build(),
                seed);
    }

    static Dataset<INDArray, INDArray> data(int examples) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] x = new float[examples][6];
        int[] y = new int[examples];
        for (int i = 0; i < examples; i++) {
            for (int j = 0; j < 6; j++) {
                x[i][j] = (float) random.nextGaussian();
            }
            y[i] = x[i][0] > 0.3 ? 0 : x[i][1] > x[i][2] ? 1 : 2;
        }
        return Dataset.of(
                Structure.single("x"), Nd4j.createFromArray(x), Structure.single("y"), Nd4j.createFromArray(y));
    }

    static Trainer<INDArray, INDArray> trainer(Network network) {
        return network.trainer(Structure.single("x"), Structure.single("y"), Adam.of(0.02));
    }

    static Fit fit() {
        return Fit.epochs(EPOCHS).batchSize(BATCH).verbose(Verbosity.SILENT);
    }

    /** All of them, with others before and behind. */
    static Fit watched(Path folder, int everySteps, Callback... others) {
        BackupAndRestore backup = BackupAndRestore.in(folder.resolve("backup"));
        List<Callback> callbacks = new ArrayList<>(List.of(
                everySteps == 0 ? backup : backup.everySteps(everySteps),
                EarlyStopping.monitor("val_loss").patience(3).restoreBestWeights(true),
                ReduceLROnPlateau.monitor("val_loss").patience(1).minDelta(0.05).factor(0.5),
                ModelCheckpoint.to(folder + "/m-{epoch}.plumb").onlyBest("loss").keep(2),
                new CSVLogger(folder.resolve("log.csv"))));
        callbacks.addAll(Arrays.asList(others));
        return fit().validationSplit(0.2).callbacks(callbacks.toArray(Callback[]::new));
    }

    /** Trains, and writes what is left beside. */
    static void run(Path folder, long seed, int everySteps, Callback... others) throws IOException {
        Network network = network(seed);
        History history = trainer(network).fit(data(EXAMPLES), watched(folder, everySteps, others));
        network.save(folder.resolve("model.plumb"));
        StringBuilder text = new StringBuilder();
        history.keys().forEach(key -> text.append(key).append(history.get(key)).append('\n'));
        Files.writeString(folder.resolve("history.txt"), text, StandardCharsets.UTF_8);
    }

    /** The names of all files with their bytes, but for the lock. */
    static List<String> left(Path folder) throws IOException {
        List<String> left = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("fit.lock")) {
                    left.add(folder.relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return left;
    }
}
