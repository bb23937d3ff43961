package dev.plumb.samples.soak;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.samples.mnist.MnistClassifierModel;
import dev.plumb.train.Adam;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One model that is trained for long: 784-256-128-10 with dropout, Adam and shuffled batches of 32. */
final class ManySteps {
    private static final int BATCH = 32;
    /** Steps in an epoch. */
    static final int EPOCH = 100;

    private final Trainer<MnistClassifierModel.Inputs, MnistClassifierModel.Targets> trainer =
            MnistClassifierModel.create(42).trainer(Adam.of());
    private final Dataset<MnistClassifierModel.Inputs, MnistClassifierModel.Targets> data;

    ManySteps() {
        LinearRule rule = new LinearRule(784, 10, 1);
        INDArray images = rule.examples(EPOCH * BATCH, 2);
        data = MnistClassifierModel.dataset(images, rule.classes(images));
    }

    /** So many epochs of {@value #EPOCH} steps, by as many calls of {@code fit}: each of them has to clean up. The mean loss of the last. */
    double train(int epochs) {
        double loss = Double.NaN;
        for (int epoch = 0; epoch < epochs; epoch++) {
            loss = trainer.fit(data, Fit.epochs(1).batchSize(BATCH).verbose(Verbosity.SILENT))
                    .last("loss");
        }
        return loss;
    }
}
