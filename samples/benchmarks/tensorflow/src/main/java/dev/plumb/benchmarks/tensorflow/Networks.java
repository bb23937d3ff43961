package dev.plumb.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The networks of the workloads, up to the logits. */
final class Networks {
    static final int CLASSES = 10;

    private final Ops tf;
    private final Layers layers;

    Networks(Ops tf) {
        this.tf = tf;
        layers = new Layers(tf);
    }

    /** Dense layers with ReLU; dropout after each hidden one if there is any. */
    Operand<TFloat32> dense(Operand<TFloat32> x, float dropout, int... sizes) {
        Operand<TFloat32> hidden = x;
        for (int layer = 1; layer < sizes.length - 1; layer++) {
            hidden = layers.hidden(hidden, sizes[layer - 1], sizes[layer]);
            if (dropout > 0) {
                hidden = layers.dropout(hidden, dropout);
            }
        }
        return layers.dense(hidden, sizes[sizes.length - 2], sizes[sizes.length - 1]);
    }

    Operand<TFloat32> cnn(Operand<TFloat32> images) {
        Operand<TFloat32> pooled = layers.convolution(layers.convolution(images, 1, 32), 32, 64);
        Operand<TFloat32> flat = tf.reshape(pooled, tf.constant(new int[] {-1, 5 * 5 * 64}));
        return layers.dense(layers.hidden(flat, 5 * 5 * 64, 128), 128, CLASSES);
    }

    /** The last step of an LSTM, unrolled. */
    Operand<TFloat32> lstm(Operand<TFloat32> x, int rows, int steps, int features, int units) {
        Variable<TFloat32> recurrent = layers.weights(units, units, 4L * units);
        Operand<TFloat32> hidden = layers.zeroState(rows, units);
        Operand<TFloat32> carry = layers.zeroState(rows, units);
        for (Operand<TFloat32> step : layers.steps(inOrder(x, features), steps, rows, features, 4 * units)) {
            List<? extends Operand<TFloat32>> gates = tf.split(
                            tf.constant(1), tf.math.add(step, tf.linalg.matMul(hidden, recurrent)), 4L)
                    .output();
            Operand<TFloat32> added = tf.math.mul(tf.math.sigmoid(gates.get(0)), tf.math.tanh(gates.get(2)));
            carry = tf.math.add(tf.math.mul(tf.math.sigmoid(gates.get(1)), carry), added);
            hidden = tf.math.mul(tf.math.sigmoid(gates.get(3)), tf.math.tanh(carry));
        }
        return layers.dense(hidden, units, CLASSES);
    }

    /** Two GRUs, unrolled, of which one reads backwards. */
    Operand<TFloat32> bothWays(Operand<TFloat32> x, int rows, int steps, int features, int units) {
        Operand<TFloat32> forwards = gru(x, rows, steps, features, units, false);
        Operand<TFloat32> backwards = gru(x, rows, steps, features, units, true);
        return layers.dense(tf.concat(List.of(forwards, backwards), tf.constant(1)), 2 * units, CLASSES);
    }

    /** The reset gate is applied after the recurrent product, as Keras and PyTorch do. */
    private Operand<TFloat32> gru(
            Operand<TFloat32> x, int rows, int steps, int features, int units, boolean backwards) {
        List<Operand<TFloat32>> inputs = new ArrayList<>();
        layers.steps(inOrder(x, features), steps, rows, features, 3 * units).forEach(inputs::add);
        if (backwards) {
            Collections.reverse(inputs);
        }
        Variable<TFloat32> recurrent = layers.weights(units, units, 3L * units);
        Variable<TFloat32> bias = layers.zeros(3L * units);
        Operand<TFloat32> hidden = layers.zeroState(rows, units);
        for (Operand<TFloat32> step : inputs) {
            List<? extends Operand<TFloat32>> given =
                    tf.split(tf.constant(1), step, 3L).output();
            List<? extends Operand<TFloat32>> kept = tf.split(
                            tf.constant(1), tf.math.add(tf.linalg.matMul(hidden, recurrent), bias), 3L)
                    .output();
            Operand<TFloat32> update = tf.math.sigmoid(tf.math.add(given.get(0), kept.get(0)));
            Operand<TFloat32> reset = tf.math.sigmoid(tf.math.add(given.get(1), kept.get(1)));
            Operand<TFloat32> candidate = tf.math.tanh(tf.math.add(given.get(2), tf.math.mul(reset, kept.get(2))));
            hidden = tf.math.add(candidate, tf.math.mul(update, tf.math.sub(hidden, candidate)));
        }
        return hidden;
    }

    /** (examples, steps, features) as rows of features, all examples of a step together. */
    private Operand<TFloat32> inOrder(Operand<TFloat32> x, int features) {
        return tf.reshape(
                tf.linalg.transpose(x, tf.constant(new int[] {1, 0, 2})), tf.constant(new int[] {-1, features}));
    }

    Operand<TFloat32> encoder(Operand<TFloat32> x, int rows, int steps) {
        int features = 128;
        Operand<TFloat32> flat = tf.reshape(x, tf.constant(new int[] {-1, features}));
        Operand<TFloat32> query = heads(layers.dense(flat, features, features), rows, steps);
        Operand<TFloat32> key = heads(layers.dense(flat, features, features), rows, steps);
        Operand<TFloat32> value = heads(layers.dense(flat, features, features), rows, steps);
        Operand<TFloat32> scores = tf.math.mul(
                tf.train.batchMatMul(query, key, TFloat32.class, BatchMatMul.adjY(true)), tf.constant(0.25f));
        Operand<TFloat32> together = tf.train.batchMatMul(tf.nn.softmax(scores), value, TFloat32.class);
        Operand<TFloat32> merged = tf.reshape(
                tf.linalg.transpose(together, tf.constant(new int[] {0, 2, 1, 3})),
                tf.constant(new int[] {-1, features}));
        Operand<TFloat32> attention = layers.dense(merged, features, features);
        Operand<TFloat32> norm1 = layers.normalized(tf.math.add(flat, attention), features);
        Operand<TFloat32> narrow = layers.dense(layers.hidden(norm1, features, 512), 512, features);
        Operand<TFloat32> norm2 = layers.normalized(tf.math.add(norm1, narrow), features);
        Operand<TFloat32> pooled =
                tf.math.mean(tf.reshape(norm2, tf.constant(new int[] {rows, steps, features})), tf.constant(1));
        return layers.dense(pooled, features, CLASSES);
    }

    /** (examples × steps, 8 × 16) as (examples, 8, steps, 16). */
    private Operand<TFloat32> heads(Operand<TFloat32> x, int rows, int steps) {
        return tf.linalg.transpose(
                tf.reshape(x, tf.constant(new int[] {rows, steps, 8, 16})), tf.constant(new int[] {0, 2, 1, 3}));
    }

    Operand<TFloat32> text(Operand<TInt32> words) {
        Operand<TFloat32> embedded = tf.gather(layers.weights(1, 20_000, 64), words, tf.constant(0));
        // A convolution along one axis is one of 1 × 5.
        Operand<TFloat32> image = tf.expandDims(embedded, tf.constant(1));
        Operand<TFloat32> sums =
                tf.nn.conv2d(image, layers.weights(5 * 64, 1, 5, 64, 64), List.of(1L, 1L, 1L, 1L), "VALID");
        Operand<TFloat32> filtered = tf.nn.relu(tf.math.add(sums, layers.zeros(64)));
        Operand<TFloat32> greatest = tf.max(filtered, tf.constant(new int[] {1, 2}));
        return layers.dense(greatest, 64, CLASSES);
    }
}
