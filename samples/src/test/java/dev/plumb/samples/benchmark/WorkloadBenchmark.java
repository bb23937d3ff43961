package dev.plumb.samples.benchmark;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.DType.INT32;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.From;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Tokens;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Bidirectional;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.DepthwiseConv2D;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Embedding;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.GRU;
import dev.plumb.dsl.layer.GlobalAveragePooling1D;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.LSTM;
import dev.plumb.dsl.layer.LayerNormalization;
import dev.plumb.dsl.layer.MaxPooling2D;
import dev.plumb.dsl.layer.MultiHeadAttention;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times epochs of training through the public language alone, so that the same file compiles against an earlier state of the project and
 * the two can be run in turns. Prints one line a workload: its name and the median of the rounds in microseconds a step. The
 * argument is the beginning of the names of those to run.
 */
public final class WorkloadBenchmark {
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;
    private static final double SECONDS_A_ROUND = 0.4;

    private static String chosen = "";

    private WorkloadBenchmark() {}

    /** Two hidden layers with dropout. */
    @Sequential
    interface Mlp {
        @Input(784)
        Vec image();

        @Dense(units = 256, activation = RELU)
        Vec dense1();

        @Dropout(0.3)
        Vec dropout1();

        @Dense(units = 128, activation = RELU)
        Vec dense2();

        @Dropout(0.3)
        Vec dropout2();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    /** The smallest: what a step costs beside its arithmetic. */
    @Sequential
    interface Small {
        @Input(20)
        Vec features();

        @Dense(units = 128, activation = RELU)
        Vec dense1();

        @Dense(units = 64, activation = RELU)
        Vec dense2();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    /** LeNet in today's form. */
    @Sequential
    interface Cnn {
        @Input({28, 28, 1})
        Image image();

        @Conv2D(filters = 32, kernelSize = 3, activation = RELU)
        Image conv1();

        @MaxPooling2D
        Image pool1();

        @Conv2D(filters = 64, kernelSize = 3, activation = RELU)
        Image conv2();

        @MaxPooling2D
        Image pool2();

        @Flatten
        Vec flat();

        @Dropout(0.5)
        Vec dropped();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    /** A residual unit and a depthwise one, normalized. */
    @Model
    interface Residual {
        @Input({32, 32, 16})
        Image image();

        @Conv2D(filters = 32, kernelSize = 3, padding = SAME, useBias = false)
        Image conv1(Image image);

        @BatchNormalization
        Image norm1(Image conv1);

        @dev.plumb.dsl.layer.Activation(RELU)
        Image act1(Image norm1);

        @DepthwiseConv2D(kernelSize = 3, padding = SAME, useBias = false)
        Image depth(Image act1);

        @BatchNormalization
        Image norm2(Image depth);

        @Add
        Image sum(Image norm2, Image act1);

        @dev.plumb.dsl.layer.Activation(RELU)
        Image act2(Image sum);

        @GlobalAveragePooling2D
        Vec pooled(Image act2);

        @Output
        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes(Vec pooled);
    }

    /** A recurrent network over fifty steps. */
    @Sequential
    interface Lstm {
        @Input({50, 32})
        Seq steps();

        @LSTM(units = 64)
        Vec lstm();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    /** Text, masked, both ways. */
    @Sequential
    interface Text {
        @Input(value = 40, dtype = INT32)
        Tokens words();

        @Embedding(inputDim = 5000, outputDim = 64, maskZero = true)
        Seq embedded();

        @Bidirectional
        @GRU(units = 32)
        Vec both();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    /** An encoder block: 64 steps of 128, 8 heads, 512 in the middle. */
    @Model
    interface Encoder {
        @Input({64, 128})
        Seq x();

        @MultiHeadAttention(numHeads = 8, keyDim = 16)
        Seq attention(@From("x") Seq query, @From("x") Seq value);

        @Add
        Seq sum(Seq x, Seq attention);

        @LayerNormalization
        Seq norm1(Seq sum);

        @Dense(units = 512, activation = RELU)
        Seq wide(Seq norm1);

        @Dense(units = 128)
        Seq narrow(Seq wide);

        @Add
        Seq all(Seq norm1, Seq narrow);

        @LayerNormalization
        Seq norm2(Seq all);

        @GlobalAveragePooling1D
        Vec pooled(Seq norm2);

        @Output
        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes(Vec pooled);
    }

    public static void main(String[] arguments) {
        chosen = String.join(" ", arguments);
        Nd4j.getRandom().setSeed(1);
        for (int batch : new int[] {32, 128}) {
            INDArray x = Nd4j.randn(DataType.FLOAT, batch * 32L, 784);
            INDArray y = labels(batch * 32);
            var trainer = WorkloadBenchmark_MlpModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_MlpModel.dataset(x, y);
            report("mlp, batch " + batch, 32, epochs -> trainer.fit(data, fit(epochs, batch)));
        }
        {
            INDArray x = Nd4j.randn(DataType.FLOAT, 32 * 100, 20);
            var trainer = WorkloadBenchmark_SmallModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_SmallModel.dataset(x, labels(32 * 100));
            report("small, batch 32", 100, epochs -> trainer.fit(data, fit(epochs, 32)));
        }
        {
            INDArray x = Nd4j.randn(DataType.FLOAT, 32 * 8, 28, 28, 1);
            var trainer = WorkloadBenchmark_CnnModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_CnnModel.dataset(x, labels(32 * 8));
            report("cnn, batch 32", 8, epochs -> trainer.fit(data, fit(epochs, 32)));
        }
        {
            INDArray x = Nd4j.randn(DataType.FLOAT, 16 * 8, 32, 32, 16);
            var trainer = WorkloadBenchmark_ResidualModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_ResidualModel.dataset(x, labels(16 * 8));
            report("residual, batch 16", 8, epochs -> trainer.fit(data, fit(epochs, 16)));
        }
        {
            INDArray x = Nd4j.randn(DataType.FLOAT, 32 * 8, 50, 32);
            var trainer = WorkloadBenchmark_LstmModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_LstmModel.dataset(x, labels(32 * 8));
            report("lstm, batch 32", 8, epochs -> trainer.fit(data, fit(epochs, 32)));
        }
        {
            Random random = new Random(2);
            int[] words = random.ints(32L * 8 * 40, 0, 5000).toArray();
            INDArray x = Nd4j.createFromArray(words).reshape(32L * 8, 40);
            var trainer = WorkloadBenchmark_TextModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_TextModel.dataset(x, labels(32 * 8));
            report("text, batch 32", 8, epochs -> trainer.fit(data, fit(epochs, 32)));
        }
        {
            INDArray x = Nd4j.randn(DataType.FLOAT, 16 * 8, 64, 128);
            var trainer = WorkloadBenchmark_EncoderModel.create(1).trainer(Adam.of());
            var data = WorkloadBenchmark_EncoderModel.dataset(x, labels(16 * 8));
            report("encoder, batch 16", 8, epochs -> trainer.fit(data, fit(epochs, 16)));
        }
        predictions();
    }

    private static void predictions() {
        var mlp = WorkloadBenchmark_MlpModel.create(1);
        float[] one = new float[784];
        report("predict one, mlp", 1, times -> {
            for (int i = 0; i < times; i++) {
                mlp.predict(one);
            }
        });
        var lstm = WorkloadBenchmark_LstmModel.create(1);
        INDArray steps = Nd4j.randn(DataType.FLOAT, 32, 50, 32);
        report("predict 32, lstm", 1, times -> {
            for (int i = 0; i < times; i++) {
                lstm.predict(steps);
            }
        });
        var cnn = WorkloadBenchmark_CnnModel.create(1);
        INDArray images = Nd4j.randn(DataType.FLOAT, 32, 28, 28, 1);
        report("predict 32, cnn", 1, times -> {
            for (int i = 0; i < times; i++) {
                cnn.predict(images);
            }
        });
    }

    private static Fit fit(int epochs, int batch) {
        return Fit.epochs(epochs).batchSize(batch).verbose(Verbosity.SILENT);
    }

    private static INDArray labels(int count) {
        return Nd4j.createFromArray(new Random(3).ints(count, 0, 10).toArray());
    }

    /** The work of so many epochs. */
    private interface Epochs {
        void run(int count);
    }

    private static void report(String name, int steps, Epochs work) {
        if (!name.startsWith(chosen)) {
            return;
        }
        int count = 1;
        while (true) {
            long start = System.nanoTime();
            work.run(count);
            if ((System.nanoTime() - start) / 1e9 > SECONDS_A_ROUND) {
                break;
            }
            count *= 2;
        }
        double[] times = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run(count);
            if (round >= 0) {
                times[round] = (System.nanoTime() - start) / 1e3 / ((double) count * steps);
            }
        }
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%s\t%.1f%n", name, times[ROUNDS / 2]);
    }
}
