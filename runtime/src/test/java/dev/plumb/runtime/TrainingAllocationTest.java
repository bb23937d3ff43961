package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.plumb.data.Dataset;
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
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A step of training takes no heap: an epoch of many steps allocates what an epoch of few does. */
final class TrainingAllocationTest {
    private static final int BATCH = 4;

    @Test
    void moreStepsAllocateNoMore() {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(graph(), 1).trainer(Adam.of());
        Dataset<List<INDArray>, List<INDArray>> few = data(50);
        Dataset<List<INDArray>, List<INDArray>> many = data(2_050);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) { // the first ones also see the compiler at work
            long withFew = allocatedBy(() -> epoch(trainer, few));
            long withMany = allocatedBy(() -> epoch(trainer, many));
            least = Math.min(least, withMany - withFew);
        }
        assertTrue(least < 1_000, "2,000 more steps allocated " + least + " more bytes");
    }

    private static void epoch(
            Trainer<List<INDArray>, List<INDArray>> trainer, Dataset<List<INDArray>, List<INDArray>> data) {
        trainer.fit(data, Fit.epochs(1).batchSize(BATCH).shuffle(false).verbose(Verbosity.SILENT));
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static Dataset<List<INDArray>, List<INDArray>> data(int steps) {
        long examples = (long) steps * BATCH;
        return Dataset.of(
                Structure.list(List.of("x")),
                List.of(Nd4j.rand(new long[] {examples, 8})),
                Structure.list(List.of("y")),
                List.of(Nd4j.zeros(DataType.INT32, examples)));
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Small");
        Wire x = g.input("x", 8);
        Wire hidden = g.apply("hidden", Layers.dense(16).activation(ActivationFunction.RELU), x);
        Wire dropped = g.apply("dropped", Layers.dropout(0.3), hidden);
        Wire y = g.apply("y", Layers.dense(3).activation(ActivationFunction.SOFTMAX), dropped);
        return g.output(
                        y,
                        Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY),
                        Metric.ACCURACY,
                        Metric.AUC,
                        Metric.PRECISION,
                        Metric.F1_SCORE,
                        Metric.CONFUSION_MATRIX)
                .build();
    }
}
