package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Example;
import dev.plumb.data.LengthBuckets;
import dev.plumb.data.StreamedDataset;
import dev.plumb.data.Structure;
import dev.plumb.data.Values;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.SGD;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models that are trained on examples as they are read. */
@Timeout(120)
final class StreamedTrainingTest {
    private static final Structure<List<INDArray>> X = Structure.list(List.of("x"));
    private static final Structure<List<INDArray>> Y = Structure.list(List.of("y"));

    private static Graph line() {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire x = g.input("x", 2);
        g.output(g.apply("y", Layers.dense(1), x), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR));
        return g.build();
    }

    /** Tokens over a time of any length, whose mean is classified. */
    private static Graph texts() {
        GraphBuilder g = GraphBuilder.named("Texts");
        Wire x = g.input("x", new Shape(List.of(Dim.named("time"))), DType.INT32);
        Wire embedded = g.apply("embedded", Layers.embedding(10, 4).maskZero(true), x);
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling1D(), embedded);
        g.output(g.apply("y", Layers.dense(1), pooled), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR));
        return g.build();
    }

    private static Example point(int i) {
        float a = (i * 37 % 100) / 50f - 1;
        float b = (i * 59 % 100) / 50f - 1;
        return Example.of(Values.floats(a, b), Values.floats(2 * a - b));
    }

    private static StreamedDataset<List<INDArray>, List<INDArray>> points(int size) {
        return Dataset.generate(X, Y, () -> IntStream.range(0, size)
                .mapToObj(StreamedTrainingTest::point)
                .iterator());
    }

    private static Fit silent() {
        return Fit.epochs(2).batchSize(8).shuffle(false).verbose(Verbosity.SILENT);
    }

    private static History fitted(Graph graph, Dataset<List<INDArray>, List<INDArray>> data, Fit options) {
        return Network.create(graph, 1).trainer(SGD.of(0.1)).fit(data, options);
    }

    @Test
    void aStreamTrainsToTheSameBitsAsItsArrays() {
        assertEquals(losses(points(45).inMemory(), silent()), losses(points(45), silent()));
        assertEquals(losses(points(45).inMemory(), silent()), losses(points(45).prefetch(2), silent()));
        Fit validated = silent().validationSplit(0.2);
        assertEquals(losses(points(45).inMemory(), validated), losses(points(45).prefetch(2), validated));
    }

    private static List<List<Double>> losses(Dataset<List<INDArray>, List<INDArray>> data, Fit options) {
        History history = fitted(line(), data, options);
        return history.keys().stream().map(history::get).toList();
    }

    /** What is filled up is masked, so its length does not matter. */
    @Test
    void eachBatchOfAStreamMayHaveItsOwnSymbolicSizes() {
        Dataset<List<INDArray>, List<INDArray>> texts = Dataset.generate(X, Y, () -> IntStream.range(0, 40)
                .mapToObj(i -> Example.of(
                        Values.ints(IntStream.range(0, 1 + i % 13)
                                .map(j -> 1 + (i + j) % 9)
                                .toArray()),
                        Values.floats(i % 2)))
                .iterator());
        Network model = Network.create(texts(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(SGD.of(0.1));
        Evaluation longest = trainer.evaluate(texts.padded(LengthBuckets.of("x", 13)), 8);
        Evaluation bucketed = trainer.evaluate(texts.padded(LengthBuckets.of("x", 4, 8, 13)), 8);
        assertEquals(longest.loss(), bucketed.loss(), 1e-6);
        assertEquals(
                longest.loss(),
                trainer.evaluate(texts.padded(LengthBuckets.of("x")), 8).loss(),
                1e-6);
        History history =
                trainer.fit(texts.padded(LengthBuckets.of("x", 4, 8, 13)).prefetch(2), silent());
        assertTrue(history.get("loss").get(1) < history.get("loss").get(0));
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Dataset<List<INDArray>, List<INDArray>> wide =
                points(9).map(example -> example.withInput(Values.floats(1, 2, 3)));
        InputException wrong = assertThrows(InputException.class, () -> fitted(line(), wide, silent()));
        assertTrue(wrong.getMessage().startsWith("input 'x' expects (batch, 2), found (8, 3)"), wrong.getMessage());
        InputException evaluated = assertThrows(
                InputException.class,
                () -> Network.create(line(), 1).trainer(SGD.of(0.1)).evaluate(wide));
        assertTrue(evaluated.getMessage().contains("expects (batch, 2), found (9, 3)"), evaluated.getMessage());
    }

    @Test
    void weightsThatAreNotForAllOrAreNoNumbersAreNamed() {
        refused(
                "example 40 has no weight, unlike the first one: all examples have weights, or none",
                i -> i < 40 ? point(i).weighted(2) : point(i));
        refused(
                "example 17 has a weight, unlike the first one: all examples have weights, or none",
                i -> i < 17 ? point(i) : point(i).weighted(2));
        refused("the weight of target 'y' has NaN in example 2 of the batch: expected finite numbers", i -> point(
                        i).weighted(i == 18 ? Double.NaN : 1));
        refused("the weight of target 'y' has Infinity in example 0 of the batch: expected finite numbers", i -> point(
                        i).weighted(i == 8 ? 1e300 : 1));
    }

    private static void refused(String why, IntFunction<Example> example) {
        InputException error = assertThrows(
                InputException.class,
                () -> fitted(
                        line(),
                        Dataset.generate(X, Y, () -> IntStream.range(0, 45)
                                .mapToObj(example)
                                .iterator()),
                        silent()));
        assertEquals(why, error.getMessage());
    }

    @Test
    void stepsOfOnesOwnTakeStreamsToo() {
        Network model = Network.create(line(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(SGD.of(0.1));
        trainer.step((batch, tape) -> {
            BatchGradients gradients = trainer.gradients(batch);
            trainer.apply(gradients);
            return gradients.evaluation().values();
        });
        assertEquals(
                fitted(line(), points(45).inMemory(), silent()).get("loss"),
                trainer.fit(points(45).prefetch(1), silent()).get("loss"));
    }

    @Test
    void anOrderThatIsIgnoredIsSaid() {
        assertEquals(1, notices(points(8), silent().shuffle(true)));
        assertEquals(0, notices(points(8), silent()));
        assertEquals(0, notices(points(8), silent().shuffle(true).warnings(false)));
        assertEquals(0, notices(points(8).shuffle(4, 1), silent().shuffle(true)));
        assertEquals(0, notices(points(8).cache(), silent().shuffle(true)));
        assertEquals(0, notices(points(8).inMemory(), silent().shuffle(true)));
    }

    private static int notices(Dataset<List<INDArray>, List<INDArray>> data, Fit options) {
        int[] said = {0};
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                said[0] += message.getMessage().contains("[plumb/not-shuffled]") ? 1 : 0;
            }

            @Override
            public void flush() {
                // nothing is held
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
        Logger logger = Logger.getLogger(OrderNotice.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            fitted(line(), data, options);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return said[0];
    }

    @Test
    void aFitThatWaitsForDataCanBeInterrupted() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        Iterator<Example> stuck = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                if (given == 16) {
                    waits.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }
                return true;
            }

            @Override
            public Example next() {
                return point(given++);
            }
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread fit = new Thread(() -> thrown.set(assertThrows(
                TrainingInterruptedException.class,
                () -> fitted(line(), Dataset.generate(X, Y, () -> stuck).prefetch(1), silent()))));
        fit.start();
        waits.await();
        fit.interrupt();
        fit.join();
        assertTrue(
                thrown.get().getMessage().startsWith("training was interrupted in epoch 1"),
                thrown.get().getMessage());
    }

    /** Ten million numbers go by, and a small heap sees few of them at a time. */
    @Test
    void whatIsReadAheadIsBounded() {
        int size = 20_000;
        int width = 500;
        GraphBuilder g = GraphBuilder.named("Wide");
        g.output(g.apply("y", Layers.dense(1), g.input("x", width)), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR));
        AtomicInteger read = new AtomicInteger();
        Dataset<List<INDArray>, List<INDArray>> data = Dataset.generate(X, Y, () -> IntStream.range(0, size)
                        .mapToObj(i -> {
                            read.incrementAndGet();
                            return Example.of(Values.floats(new float[width]), Values.floats(0));
                        })
                        .iterator())
                .shuffle(256, 1)
                .prefetch(2);
        Network model = Network.create(g.build(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(SGD.of(0.1));
        int[] trained = {0};
        int[] ahead = {0};
        trainer.onGradients(gradients -> {
            trained[0] += 100;
            ahead[0] = Math.max(ahead[0], read.get() - trained[0]);
        });
        trainer.fit(data, Fit.epochs(1).batchSize(100).verbose(Verbosity.SILENT));
        assertEquals(size, trained[0]);
        // The buffer, two batches that wait, and one in the hand of the thread.
        assertTrue(ahead[0] <= 256 + 3 * 100, ahead[0] + " examples were read ahead");
    }
}
