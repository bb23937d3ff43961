package dev.plumb.runtime;

import dev.plumb.array.NativeArrays;
import dev.plumb.graph.Graph;
import dev.plumb.preprocess.Fed;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is fed to the layers that run, as arrays. */
final class FedArrays {
    private FedArrays() {}

    /** In the order of {@link Graph#fed()}; inputs that go straight through are the arrays that were given. */
    static List<INDArray> of(Graph graph, Map<String, Long> sizes, Intake.Examples examples, List<INDArray> inputs) {
        List<String> names = graph.inputs().stream().map(Graph.Input::name).toList();
        List<INDArray> arrays = new ArrayList<>();
        for (Graph.Input fed : graph.fed()) {
            int straight = names.indexOf(fed.name());
            arrays.add(straight >= 0 ? inputs.get(straight) : array(fed, sizes, examples));
        }
        return arrays;
    }

    private static INDArray array(Graph.Input fed, Map<String, Long> sizes, Intake.Examples examples) {
        long[] one = fed.type().shape().bind(sizes).sizes();
        long[] shape = new long[one.length + 1];
        shape[0] = examples.count();
        System.arraycopy(one, 0, shape, 1, one.length);
        Fed value = examples.value(fed.name());
        INDArray array = Nd4j.create(value instanceof Fed.Numbers ? DataType.FLOAT : DataType.INT32, shape, 'c');
        if (value instanceof Fed.Numbers numbers) {
            FloatBuffer buffer = FloatBuffer.allocate(numbers.length());
            numbers.copyTo(buffer);
            NativeArrays.writeAt(buffer, array, 0);
        } else if (value instanceof Fed.Ids ids) {
            IntBuffer buffer = IntBuffer.allocate(ids.length());
            ids.copyTo(buffer);
            NativeArrays.write(buffer, array);
        }
        return array;
    }
}
