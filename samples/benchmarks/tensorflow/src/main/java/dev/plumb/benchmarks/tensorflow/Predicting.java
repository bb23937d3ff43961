package dev.plumb.benchmarks.tensorflow;

import dev.plumb.benchmarks.measure.Work;
import java.util.Arrays;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Predicting by dense layers, floats in and floats out. */
final class Predicting {
    private Predicting() {}

    static Work of(int most, int... sizes) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, sizes[0])));
        Operand<TFloat32> classes = tf.nn.softmax(new Networks(tf).dense(x, 0, sizes));
        Session session = new Session(graph);
        session.initialize();
        return () -> {
            float[] values = new float[most * sizes[0]];
            float[] predicted = new float[most * sizes[sizes.length - 1]];
            return rows -> {
                float[] given = rows == most ? values : Arrays.copyOf(values, rows * sizes[0]);
                try (TFloat32 input = TFloat32.tensorOf(Shape.of(rows, sizes[0]), DataBuffers.of(given));
                        Result result =
                                session.runner().feed(x, input).fetch(classes).run()) {
                    TFloat32 output = (TFloat32) result.get(0);
                    output.asRawTensor().data().asFloats().read(predicted, 0, (int) output.size());
                }
            };
        };
    }
}
