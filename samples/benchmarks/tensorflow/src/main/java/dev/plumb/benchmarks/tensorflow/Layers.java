package dev.plumb.benchmarks.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Layers of operators, which TensorFlow for Java has none of. */
final class Layers {
    private static final float EPSILON = 1e-3f;

    private final Ops tf;

    Layers(Ops tf) {
        this.tf = tf;
    }

    Operand<TFloat32> dense(Operand<TFloat32> x, int inputs, int units) {
        return tf.math.add(tf.linalg.matMul(x, weights(inputs, inputs, units)), zeros(units));
    }

    Operand<TFloat32> hidden(Operand<TFloat32> x, int inputs, int units) {
        return tf.nn.relu(dense(x, inputs, units));
    }

    Operand<TFloat32> dropout(Operand<TFloat32> x, float rate) {
        Operand<TFloat32> chance = tf.random.randomUniform(tf.shape(x), TFloat32.class);
        Operand<TFloat32> kept = tf.dtypes.cast(tf.math.greaterEqual(chance, tf.constant(rate)), TFloat32.class);
        return tf.math.mul(x, tf.math.mul(kept, tf.constant(1 / (1 - rate))));
    }

    /** A convolution of 3 × 3 without padding, with ReLU, and max-pooling of 2 × 2. */
    Operand<TFloat32> convolution(Operand<TFloat32> x, int channels, int filters) {
        Operand<TFloat32> kernel = weights(9 * channels, 3, 3, channels, filters);
        List<Long> ones = List.of(1L, 1L, 1L, 1L);
        Operand<TFloat32> sums = tf.math.add(tf.nn.conv2d(x, kernel, ones, "VALID"), zeros(filters));
        Operand<TInt32> twos = tf.constant(new int[] {1, 2, 2, 1});
        return tf.nn.maxPool(tf.nn.relu(sums), twos, twos, "VALID");
    }

    /** Over the last axis. */
    Operand<TFloat32> normalized(Operand<TFloat32> x, int features) {
        Operand<TInt32> last = tf.constant(-1);
        Operand<TFloat32> mean = tf.math.mean(x, last, org.tensorflow.op.math.Mean.keepDims(true));
        Operand<TFloat32> centred = tf.math.sub(x, mean);
        Operand<TFloat32> variance =
                tf.math.mean(tf.math.square(centred), last, org.tensorflow.op.math.Mean.keepDims(true));
        Operand<TFloat32> scale = tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON)));
        return tf.math.add(tf.math.mul(tf.math.mul(centred, scale), ones(features)), zeros(features));
    }

    /** Of (steps × examples, inputs), step after step, the products of all steps in one, as a list of steps. */
    Iterable<Operand<TFloat32>> steps(Operand<TFloat32> x, int steps, int rows, int inputs, int units) {
        Operand<TFloat32> products = dense(x, inputs, units);
        return tf
                .unstack(tf.reshape(products, tf.constant(new int[] {steps, rows, units})), (long) steps)
                .output()
                .stream()
                .<Operand<TFloat32>>map(each -> each)
                .toList();
    }

    Variable<TFloat32> weights(int fanIn, long... shape) {
        Ops init = tf.withInitScope();
        Operand<TFloat32> values = init.random.truncatedNormal(init.constant(shape), TFloat32.class);
        return init.variable(init.math.mul(values, init.constant((float) (1 / Math.sqrt(fanIn)))));
    }

    Variable<TFloat32> zeros(long size) {
        Ops init = tf.withInitScope();
        return init.variable(init.zeros(init.constant(new long[] {size}), TFloat32.class));
    }

    private Variable<TFloat32> ones(long size) {
        Ops init = tf.withInitScope();
        return init.variable(init.ones(init.constant(new long[] {size}), TFloat32.class));
    }

    Operand<TFloat32> zeroState(int rows, int units) {
        return tf.zeros(tf.constant(Shape.of(rows, units)), TFloat32.class);
    }
}
