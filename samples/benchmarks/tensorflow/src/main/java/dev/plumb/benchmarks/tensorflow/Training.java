package dev.plumb.benchmarks.tensorflow;

import dev.plumb.benchmarks.measure.Work;
import java.util.Random;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Training as one operator of a graph, over a batch that lies ready. */
final class Training {
    private Training() {}

    /** On numbers; the network is given the input and the operators. */
    static Work of(BiFunction<Networks, Operand<TFloat32>, Operand<TFloat32>> network, long... shape) {
        float[] values = new float[(int) Shape.of(shape).size()];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        TFloat32 batch = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values));
        return of(TFloat32.class, batch, network);
    }

    /** On the numbers of words. */
    static Work ofWords(BiFunction<Networks, Operand<TInt32>, Operand<TFloat32>> network, int rows, int steps) {
        int[] words = new Random(5).ints((long) rows * steps, 0, 20_000).toArray();
        TInt32 batch = TInt32.tensorOf(Shape.of(rows, steps), DataBuffers.of(words));
        return of(TInt32.class, batch, network);
    }

    private static <T extends TType> Work of(
            Class<T> type, Tensor batch, BiFunction<Networks, Operand<T>, Operand<TFloat32>> network) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        int rows = (int) batch.shape().get(0);
        Placeholder<T> x = tf.placeholder(type, Placeholder.shape(batch.shape()));
        Operand<TFloat32> logits = network.apply(new Networks(tf), x);
        Operand<TFloat32> losses = tf.nn.softmaxCrossEntropyWithLogits(logits, tf.constant(classes(rows)))
                .loss();
        Op step = new Adam(graph).minimize(tf.math.mean(losses, tf.constant(0)));
        Session session = new Session(graph);
        session.initialize();
        return Work.of(
                ignored -> session.runner().feed(x, batch).addTarget(step).run().close());
    }

    /** One-hot. */
    private static float[][] classes(int rows) {
        Random random = new Random(3);
        float[][] classes = new float[rows][Networks.CLASSES];
        for (float[] row : classes) {
            row[random.nextInt(Networks.CLASSES)] = 1;
        }
        return classes;
    }
}
