package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.train.SampleLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trainers refuse what would give wrong numbers, and say what was meant. */
final class TrainerUseTest {

    private static Graph regression() {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire x = g.input("x", 3);
        Wire y = g.apply("y", Layers.dense(1).activation(ActivationFunction.SIGMOID), x);
        Wire z = g.apply("z", Layers.dense(4).activation(ActivationFunction.SOFTMAX), x);
        return g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR))
                .output(z)
                .build();
    }

    private static Dataset<List<INDArray>, List<INDArray>> data(INDArray x, INDArray y) {
        return Dataset.of(Structure.list(List.of("x")), List.of(x), Structure.list(List.of("y")), List.of(y));
    }

    private static Dataset<List<INDArray>, List<INDArray>> data() {
        return data(Nd4j.rand(8, 3), Nd4j.rand(8, 1));
    }

    /** Two layers that are trained alike are alike in each file that is saved meanwhile. */
    @Test
    void aSaveWhileAnotherThreadTrainsIsOfTheTimeBetweenTwoSteps(@TempDir Path folder) throws Exception {
        GraphBuilder g = GraphBuilder.named("Alike");
        Wire x = g.input("x", 64);
        Wire left = g.apply("left", Layers.dense(256), x);
        Wire right = g.apply("right", Layers.dense(256), x);
        Network network = Network.create(
                g.output(g.apply("y", Layers.add(), left, right), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR))
                        .build(),
                1);
        network.setWeight("right/kernel", network.weight("left/kernel"));
        Dataset<List<INDArray>, List<INDArray>> data = data(Nd4j.rand(64, 64), Nd4j.rand(64, 256));
        Path file = folder.resolve("alike.plumb");
        FutureTask<History> training = new FutureTask<>(() -> network.trainer(Adam.of(0.01))
                .fit(data, Fit.epochs(150).batchSize(8).verbose(Verbosity.SILENT)));
        Thread thread = new Thread(training);
        thread.start();
        int files = 0;
        while (!training.isDone() || files == 0) {
            network.save(file);
            Network saved = Network.load(file);
            assertEquals(saved.weight("left/kernel"), saved.weight("right/kernel"));
            files++;
        }
        training.get();
        thread.join();
    }

    private static Fit silent() {
        return Fit.defaults().verbose(Verbosity.SILENT);
    }

    private static String refused(Class<? extends Exception> kind, Executable executable) {
        return String.valueOf(assertThrows(kind, executable).getMessage());
    }

    private static Trainer<List<INDArray>, List<INDArray>> training(String output, SampleLoss loss, Metric... metrics) {
        return Network.create(regression(), 1)
                .trainer(
                        Structure.list(List.of("x")),
                        Structure.list(List.of(output)),
                        SGD.of(),
                        List.of(new OutputTraining(output, loss, 1, List.of(metrics))));
    }

    @Test
    void lossesAndMetricsOfTheProgramAreCheckedAsThoseOfTheModel() {
        for (SampleLoss loss : List.of(Losses.sparseCategoricalCrossentropy(), Losses.categoricalCrossentropy())) {
            String text = refused(IllegalArgumentException.class, () -> training("y", loss));
            assertTrue(text.contains("[plumb/loss-mismatch] ") && text.contains("does not fit output 'y'"), text);
        }
        for (Metric metric : List.of(Metric.MSE, Metric.BINARY_ACCURACY)) {
            String text = refused(
                    IllegalArgumentException.class,
                    () -> training("z", Losses.sparseCategoricalCrossentropy(), metric));
            assertTrue(text.contains("[plumb/metric-mismatch] " + metric + " does not fit output 'z'"), text);
        }
        training("z", Losses.sparseCategoricalCrossentropy(), Metric.ACCURACY);
        training("y", Losses.binaryCrossentropy(), Metric.ACCURACY);
    }

    @Test
    void anotherThreadIsRefused() throws Exception {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(regression(), 1).trainer(SGD.of());
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        FutureTask<History> fit = new FutureTask<>(() -> trainer.fit(
                new Called(data(), () -> {
                    reading.countDown();
                    await(refused);
                }),
                silent()));
        new Thread(fit, "first").start();
        await(reading);
        try {
            assertEquals(
                    "the trainer of model 'Line' is at work in thread 'first' and is for one thread at a time: wait for it, or"
                            + " evaluate with another trainer of the model",
                    refused(IllegalStateException.class, () -> trainer.evaluate(data())));
        } finally {
            refused.countDown();
        }
        assertEquals(1, fit.get().epochs().size());
        trainer.evaluate(data());
    }

    @Test
    void aDataSetThatUsesItsOwnTrainerIsRefused() {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(regression(), 1).trainer(SGD.of());
        Called called = new Called(data(), () -> trainer.fit(data(), silent()));
        assertEquals(
                "the trainer of model 'Line' is at work and was called again from within, by a callback, or by the data"
                        + " set that it reads: evaluate with another trainer of the model there",
                refused(IllegalStateException.class, () -> trainer.fit(called, silent())));
        trainer.fit(data(), silent());
    }

    @Test
    void whatIsWrongWithValidationDataIsSaidOfThem() {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(regression(), 1).trainer(SGD.of());
        Dataset<?, ?> wide = data(Nd4j.rand(8, 4), Nd4j.rand(8, 1));
        assertEquals(
                "in the validation data, input 'x' expects (batch, 3), found (8, 4)",
                refused(InputException.class, () -> trainer.fit(data(), silent().validationData(wide))));
    }

    /** The memory of a closed array may hold anything, or be none of this process any more. */
    @Test
    void closedArraysAreNotRead() {
        Network model = Network.create(regression(), 1);
        INDArray x = Nd4j.rand(8, 3);
        Dataset<List<INDArray>, List<INDArray>> data = data(x, Nd4j.rand(8, 1));
        x.close();
        String closed = " was closed, its memory is gone: close an array after its last use, or leave it to Java";
        assertEquals("input 'x'" + closed, refused(InputException.class, () -> model.trainer(SGD.of())
                .fit(data, silent().shuffle(false))));
        assertEquals("input 'x'" + closed, refused(InputException.class, () -> model.predict(List.of(x))));
        assertEquals("input 'x'" + closed, refused(InputException.class, () -> data(x, Nd4j.rand(8, 1))));
        INDArray kernel = Nd4j.rand(3, 1);
        kernel.close();
        assertEquals("'y/kernel'" + closed, refused(InputException.class, () -> model.setWeight("y/kernel", kernel)));
    }

    @Test
    void whatIsMissingIsNamed() {
        Network model = Network.create(regression(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(SGD.of());
        assertEquals(
                "the optimizer is null: give one, such as Adam.of(1e-3)",
                refused(NullPointerException.class, () -> model.trainer(missing())));
        assertEquals(
                "the data set is null", refused(NullPointerException.class, () -> trainer.fit(missing(), silent())));
        assertEquals("the data set is null", refused(NullPointerException.class, () -> trainer.evaluate(missing())));
        assertEquals(
                "the validation data set is null",
                refused(NullPointerException.class, () -> silent().validationData(missing())));
        assertEquals(
                "the verbosity is null: SILENT prints nothing",
                refused(NullPointerException.class, () -> silent().verbose(missing())));
        assertEquals("the file to save to is null", refused(NullPointerException.class, () -> model.save(missing())));
        assertEquals("the file to load is null", refused(NullPointerException.class, () -> Network.load(missing())));
        assertEquals(
                "the loss of 'y' is null: take one of Losses",
                refused(NullPointerException.class, () -> training("y", missing())));
        assertEquals(
                "the values of weight 'y/kernel' are null: expected an array of shape (3, 1)",
                refused(InputException.class, () -> model.setWeight("y/kernel", missing())));
    }

    /** With these the first step would make NaN of all weights. */
    @Test
    void numbersThatNoOptimizerCanUseAreRefused() {
        assertEquals(
                "Adam has beta1 = 1.0: must be from 0 to less than 1",
                refused(IllegalArgumentException.class, () -> new Adam(0.1, 1, 0.999, 1e-7)));
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e-320}) {
            String found = " = " + rate + ": must be a float32 number above 0, from 1.4E-45 to 3.4028235E38";
            assertEquals("SGD has learningRate" + found, refused(IllegalArgumentException.class, () -> SGD.of(rate)));
            assertEquals(
                    "Adam has epsilon" + found,
                    refused(IllegalArgumentException.class, () -> new Adam(0.1, 0.9, 0.999, rate)));
        }
    }

    @Test
    void aLayerThatIsTooLargeIsNamed() {
        GraphBuilder g = GraphBuilder.named("Long");
        Wire x = g.input("x", 1 << 10);
        Wire repeated = g.apply("repeated", Layers.repeatVector(1 << 20), x);
        Network model = Network.create(
                g.output(g.apply("y", Layers.globalMaxPooling1D(), repeated)).build(), 1);
        assertEquals(
                "RepeatVector 'repeated' of model 'Long' is too large for 4 examples at once: an array of shape"
                        + " [4, 1048576, 1024] has more than 2^31-1 elements; take fewer examples at once, in training by"
                        + " batchSize",
                refused(IllegalArgumentException.class, () -> model.predict(List.of(Nd4j.rand(4, 1 << 10)))));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T missing() {
        return null;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A data set that calls somebody before each epoch. */
    private record Called(Dataset<List<INDArray>, List<INDArray>> data, Runnable before)
            implements Dataset<List<INDArray>, List<INDArray>> {
        @Override
        public Structure<List<INDArray>> inputStructure() {
            return data.inputStructure();
        }

        @Override
        public Structure<List<INDArray>> targetStructure() {
            return data.targetStructure();
        }

        @Override
        public OptionalInt knownSize() {
            return data.knownSize();
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            before.run();
            return data.batches(batchSize, order);
        }
    }
}
