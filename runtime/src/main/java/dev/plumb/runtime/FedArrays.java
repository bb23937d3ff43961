package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.preprocess.Fed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        INDArray flat = value instanceof Fed.Numbers numbers
                ? Nd4j.createFromArray(numbers.values())
                : Nd4j.createFromArray(((Fed.Ids) value).values());
        return Arrays.equals(flat.shape(), shape) ? flat : flat.reshape(shape);
    }
}
