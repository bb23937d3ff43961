package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.TracedCode;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a traced model takes, by its examples: an axis that has other sizes in other examples may have any, and so may the batch axis; the others
 * stay. Kept as a graph of inputs only, so that arrays are checked as those of any network.
 */
record TracedInputs(Graph graph) {

    /**
     * What these examples have in common.
     *
     * @throws InputException if they differ in number, rank or element type
     */
    static TracedInputs of(String model, List<List<INDArray>> examples) {
        List<INDArray> first = examples.get(0);
        if (first.isEmpty()) {
            throw new InputException("an example of model '" + model
                    + "' has no arrays: without inputs there is nothing that a plan depends on");
        }
        for (List<INDArray> example : examples) {
            if (example.size() != first.size()) {
                throw new InputException("the examples of model '" + model + "' differ: one has " + first.size()
                        + " arrays, another " + example.size());
            }
        }
        List<Graph.Input> inputs = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            String name = first.size() == 1 ? "x" : "x" + (i + 1);
            int index = i;
            inputs.add(input(
                    name, examples.stream().map(example -> example.get(index)).toList()));
        }
        return new TracedInputs(
                new Graph(new Draft(model, List.of(), List.of(), List.of()), inputs, List.of(), List.of()));
    }

    private static Graph.Input input(String name, List<INDArray> examples) {
        examples.forEach(example -> ArrayShapes.requireExamples("input '" + name + "'", example));
        INDArray first = examples.get(0);
        List<Dim> dims = new ArrayList<>();
        for (int axis = 1; axis < first.rank(); axis++) {
            dims.add(Dim.of(first.size(axis)));
        }
        for (INDArray example : examples) {
            if (example.rank() != first.rank() || !dtype(example).equals(dtype(first))) {
                throw new InputException("the examples of input '" + name + "' differ in rank or type: one is "
                        + first.dataType() + " " + ArrayShapes.text(first) + ", another " + example.dataType() + " "
                        + ArrayShapes.text(example));
            }
            for (int axis = 1; axis < first.rank(); axis++) {
                if (example.size(axis) != first.size(axis)) {
                    dims.set(axis - 1, Dim.named("axis " + axis + " of " + name));
                }
            }
        }
        return new Graph.Input(name, TensorType.of(new Shape(dims), dtype(first)));
    }

    private static DType dtype(INDArray array) {
        return array.dataType().isFPType() ? DType.FLOAT32 : DType.INT32;
    }

    /** Checks arrays, and says which sizes they have. */
    Map<String, Long> sizes(List<INDArray> arrays) {
        return InputCheck.of(graph, false).inputs(arrays).sizes();
    }

    /** The inputs of these sizes. */
    List<TracedCode.Input> of(Sizes sizes) {
        return graph.inputs().stream()
                .map(input -> {
                    List<Integer> shape = new ArrayList<>(List.of(sizes.batch()));
                    input.type()
                            .shape()
                            .dims()
                            .forEach(dim -> shape.add(
                                    Math.toIntExact(dim.bind(sizes.names()).size())));
                    return new TracedCode.Input(
                            input.name(), new ArrayType(input.type().dtype(), shape));
                })
                .toList();
    }
}
