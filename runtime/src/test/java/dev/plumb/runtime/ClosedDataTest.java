package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Example;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.data.Values;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.ops.Var;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.LambdaCallback;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** However an epoch ends, what it read from is closed, and no thread is left behind. */
@Timeout(60)
final class ClosedDataTest {
    private static final Structure<INDArray> X = Structure.single("x");
    private static final Structure<INDArray> Y = Structure.single("y");
    private static final Fit FIT =
            Fit.epochs(2).batchSize(4).shuffle(false).warnings(false).verbose(Verbosity.SILENT);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** Fifty examples; whoever asks for this one gets an error. */
    private Dataset<INDArray, INDArray> data(int wrong) {
        return Dataset.generate(X, Y, () -> new Source(wrong));
    }

    private final class Source implements Iterator<Example>, AutoCloseable {
        private final int wrong;
        private int given;

        Source(int wrong) {
            this.wrong = wrong;
            opened.incrementAndGet();
        }

        @Override
        public boolean hasNext() {
            return given < 50;
        }

        @Override
        public Example next() {
            if (given == wrong) {
                throw new IllegalStateException("example " + wrong + " cannot be read");
            }
            given++;
            return Example.of(Values.floats(given / 50f, 1), Values.floats(given % 2));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static Trainer<INDArray, INDArray> trainer() {
        GraphBuilder g = GraphBuilder.named("Line");
        Network network = Network.create(
                g.output(g.apply("y", Layers.dense(1), g.input("x", 2)), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
        return network.trainer(X, Y, SGD.of(0.01));
    }

    private static final class Code extends EagerModel<Var, Var> {
        private final EagerLayer layer = layer("y", Layers.dense(1));

        @Override
        public Var call(EagerContext context, Var input) {
            return layer.call(context, input);
        }
    }

    private static Trainer<INDArray, INDArray> eager() {
        return new Code().trainer(EagerInput.array(), SGD.of(0.01), Losses.meanSquaredError());
    }

    private void assertAllClosed() {
        assertTrue(opened.get() > 0, "nothing was read");
        assertEquals(opened.get(), closed.get());
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("plumb-prefetch"))
                        .count());
    }

    @Test
    void afterAFitThatIsStopped() {
        for (Trainer<INDArray, INDArray> trainer : List.of(trainer(), eager())) {
            trainer.fit(
                    data(-1).prefetch(2),
                    FIT.validationData(data(-1).prefetch(1))
                            .callbacks(LambdaCallback.onTrainBatchEnd(
                                    (training, epoch, batch, logs) -> training.stop("enough"))));
            assertAllClosed();
        }
    }

    @Test
    void afterErrorsOfCallbacksAndSources() {
        for (Trainer<INDArray, INDArray> trainer : List.of(trainer(), eager())) {
            Callback failing = LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
                throw new IllegalStateException("in step " + batch);
            });
            assertThrows(IllegalStateException.class, () -> trainer.fit(data(-1).prefetch(2), FIT.callbacks(failing)));
            assertThrows(
                    IllegalStateException.class,
                    () -> trainer.fit(data(17).map(example -> example).prefetch(2), FIT));
            assertThrows(
                    IllegalStateException.class, () -> trainer.fit(data(-1), FIT.validationData(data(17).prefetch(2))));
            assertThrows(IllegalStateException.class, () -> trainer.evaluate(data(17).prefetch(2)));
            assertThrows(
                    IllegalStateException.class,
                    () -> trainer.fit(data(17).shuffle(5, 1).cache(), FIT));
            assertThrows(IllegalStateException.class, () -> data(17).inMemory());
            assertAllClosed();
        }
    }

    @Test
    void afterWeightsOfTwoKinds() {
        Dataset<INDArray, INDArray> weighted =
                data(-1).map(example -> example.weighted(2)).prefetch(2);
        for (Trainer<INDArray, INDArray> trainer : List.of(trainer(), eager())) {
            assertThrows(RuntimeException.class, () -> trainer.fit(weighted, FIT.classWeight(Map.of(1, 2.0))));
            assertAllClosed();
        }
    }

    /** Batches that are no arrays, which steps of one's own cannot take. */
    private final class NoArrays implements Dataset<INDArray, INDArray>, Batches {
        @Override
        public Structure<INDArray> inputStructure() {
            return X;
        }

        @Override
        public Structure<INDArray> targetStructure() {
            return Y;
        }

        @Override
        public OptionalInt knownSize() {
            return OptionalInt.of(1);
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            opened.incrementAndGet();
            return this;
        }

        @Override
        public boolean next() {
            return true;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public void input(int index, FloatBuffer destination) {
            destination.put(1).put(1);
        }

        @Override
        public void input(int index, IntBuffer destination) {
            throw new AssertionError("the input is of float32");
        }

        @Override
        public void target(int index, FloatBuffer destination) {
            destination.put(1);
        }

        @Override
        public void target(int index, IntBuffer destination) {
            throw new AssertionError("the target is of float32");
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void afterBatchesThatAreNoArrays() {
        NoArrays data = new NoArrays();
        assertThrows(RuntimeException.class, () -> eager().fit(data, FIT));
        Trainer<INDArray, INDArray> own = trainer().step((batch, tape) -> Map.of("loss", 1.0));
        assertThrows(RuntimeException.class, () -> own.fit(data, FIT));
        assertThrows(RuntimeException.class, () -> data.map(example -> example).inMemory());
        assertAllClosed();
    }
}
