package dev.plumb.samples.soak;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Precision;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.TypedModel;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.samples.digits.DigitClassifierModel;
import dev.plumb.samples.mnist.MnistClassifierModel;
import dev.plumb.train.Adam;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Short trainings, by two threads and in an order that is shuffled. */
enum Lesson {
    /** Batches that are divided among the threads, and dropout. */
    DENSE("784-256-128-10") {
        @Override
        Trained trained(long seed, Precision precision) {
            INDArray images = rule(784).examples(256, 2);
            MnistClassifierModel model = MnistClassifierModel.create(seed);
            prepare(model, precision);
            return learn(
                    model,
                    model.trainer(Adam.of()),
                    MnistClassifierModel.dataset(images, rule(784).classes(images)),
                    32);
        }
    },
    /** Kernels that are divided among the threads, because batch normalization needs whole batches. */
    CONVOLUTIONS("digits") {
        @Override
        Trained trained(long seed, Precision precision) {
            INDArray images = rule(64).examples(64, 2);
            DigitClassifierModel model = DigitClassifierModel.create(seed);
            prepare(model, precision);
            return learn(
                    model,
                    model.trainer(Adam.of()),
                    DigitClassifierModel.dataset(images.reshape(64, 8, 8, 1), rule(64).classes(images)),
                    32);
        }
    },
    /** A loop, a mask and attention in tiles, on batches that are divided. */
    TEXT("long text") {
        @Override
        Trained trained(long seed, Precision precision) {
            LongTextModel model = LongTextModel.create(seed);
            prepare(model, precision);
            return learn(model, model.trainer(Adam.of()), texts(32), 16);
        }
    };

    private static final int THREADS = 2;
    private static final int EPOCHS = 2;

    private final String title;

    Lesson(String title) {
        this.title = title;
    }

    /** What was learnt. */
    record Trained(Network network, List<Double> losses) {}

    /** A new model, after its training. */
    abstract Trained trained(long seed, Precision precision);

    String title() {
        return title;
    }

    private static void prepare(TypedModel model, Precision precision) {
        model.network().threads(THREADS);
        model.network().precision(precision);
    }

    private static <I, T> Trained learn(TypedModel model, Trainer<I, T> trainer, Dataset<I, T> data, int batch) {
        History history = trainer.fit(data, Fit.epochs(EPOCHS).batchSize(batch).verbose(Verbosity.SILENT));
        return new Trained(model.network(), history.get("loss"));
    }

    private static LinearRule rule(int features) {
        return new LinearRule(features, 10, 1);
    }

    /** Words drawn at random, zeros after an end that is drawn, too. */
    private static Dataset<LongTextModel.Inputs, LongTextModel.Targets> texts(int count) {
        SplittableRandom random = new SplittableRandom(3);
        int[][] words = new int[count][LongText.STEPS];
        int[] classes = new int[count];
        for (int text = 0; text < count; text++) {
            int length = random.nextInt(LongText.STEPS / 2, LongText.STEPS + 1);
            for (int step = 0; step < length; step++) {
                words[text][step] = random.nextInt(1, LongText.WORDS);
            }
            classes[text] = random.nextInt(LongText.CLASSES);
        }
        return LongTextModel.dataset(Nd4j.createFromArray(words), Nd4j.createFromArray(classes));
    }
}
