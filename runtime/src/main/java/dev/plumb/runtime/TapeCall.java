package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.compile.EagerTape;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import dev.plumb.weights.WeightStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The call of a network on values of a tape. */
final class TapeCall {
    private TapeCall() {}

    /** The outputs. Throws {@link InputException} if a value does not fit its input. */
    static List<Var> of(Graph graph, EagerTape tape, WeightStore weights, List<Var> inputs) {
        if (inputs.size() != graph.fed().size()) {
            throw new InputException("model '" + graph.name() + "' "
                    + (graph.preprocessing().isEmpty() ? "has the inputs " : "takes, of preprocess(inputs), ")
                    + graph.fed().stream().map(Graph.Input::name).toList() + ": found " + inputs.size()
                    + (inputs.size() == 1 ? " value" : " values"));
        }
        Map<String, Long> sizes = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            bind(graph.fed().get(i), inputs.get(i), sizes);
        }
        Graph bound = sizes.isEmpty() ? graph : GraphChecker.bind(graph, sizes);
        for (int i = 0; i < inputs.size(); i++) {
            require(bound.fed().get(i), inputs.get(i));
        }
        return tape.call(bound, weights, inputs);
    }

    /** The first axis of a symbolic size says what it is. */
    private static void bind(Graph.Input input, Var value, Map<String, Long> sizes) {
        List<Dim> dims = input.type().shape().dims();
        for (int i = 0; i < dims.size() && i + 1 < value.rank(); i++) {
            Dim dim = dims.get(i);
            if (dim.names().size() == 1
                    && dim.equals(Dim.named(dim.names().iterator().next()))) {
                sizes.putIfAbsent(dim.names().iterator().next(), (long) value.size(i + 1));
            }
        }
    }

    private static void require(Graph.Input input, Var value) {
        Shape expected = input.type().shape();
        long[] found = value.shape().stream().mapToLong(size -> size).toArray();
        boolean fits = found.length == expected.rank() + 1
                && value.type().dtype() == input.type().dtype()
                && Shape.of(Arrays.copyOfRange(found, 1, found.length)).equals(expected);
        if (!fits) {
            StringBuilder axes = new StringBuilder("(batch");
            expected.dims().forEach(dim -> axes.append(", ").append(dim));
            throw new InputException(InputCheck.where(input) + " expects "
                    + input.type().dtype().label() + " " + axes + "), found "
                    + value.type().dtype().label() + " " + ArrayShapes.text(found));
        }
    }
}
