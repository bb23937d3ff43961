package dev.plumb.io;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.file.ElementType;
import dev.plumb.graph.file.TensorHeader;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arrays that a file has to hold.
 *
 * @param user what needs them, as messages name it
 * @param shapes by name
 * @param squares the names of those that hold no number below 0
 * @param whole the names of those of int32; the others are of float32
 */
record ExpectedArrays(String user, Map<String, List<Long>> shapes, Set<String> squares, Set<String> whole) {
    private static final int OTHER_HEADER_BYTES = 1 << 20;
    private static final int HEADER_BYTES_OF_ONE = 1 << 10;

    /** What needs weights. */
    static final String GRAPH = "the graph";

    /** Arrays of float32. */
    ExpectedArrays(String user, Map<String, List<Long>> shapes, Set<String> squares) {
        this(user, shapes, squares, Set.of());
    }

    /** Of what an array is. */
    ElementType type(String name) {
        return whole.contains(name) ? ElementType.I32 : ElementType.F32;
    }

    /** The weights of a graph, by path. */
    static ExpectedArrays weights(Graph graph) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            node.weights().forEach(weight -> shapes.put(node.path(weight), shape(weight)));
        }
        return new ExpectedArrays(GRAPH, shapes, Set.of());
    }

    /** The arrays of an optimizer: for each slot one for each weight that was trained, of its shape. */
    static ExpectedArrays optimizer(Graph graph, OptimizerState optimizer) {
        return optimizers(graph, ArchiveEntry.OPTIMIZER, Map.of("", optimizer));
    }

    /** The arrays of the optimizers that an entry describes; their names begin with the keys. */
    static ExpectedArrays optimizers(Graph graph, ArchiveEntry entry, Map<String, OptimizerState> optimizers) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        Set<String> squares = new HashSet<>();
        optimizers.forEach((prefix, optimizer) -> optimizer(graph, prefix, optimizer, shapes, squares));
        return new ExpectedArrays("the optimizer in " + entry, shapes, squares);
    }

    private static void optimizer(
            Graph graph, String prefix, OptimizerState optimizer, Map<String, List<Long>> shapes, Set<String> squares) {
        for (String slot : optimizer.slots()) {
            for (Node node : graph.nodes()) {
                for (Weight weight : node.weights()) {
                    String path = node.path(weight);
                    if (weight.trainable() && optimizer.knows(path)) {
                        String name = prefix + OptimizerState.arrayName(path, slot);
                        shapes.put(name, shape(weight));
                        if (optimizer.holdsSquares(slot)) {
                            squares.add(name);
                        }
                    }
                }
            }
        }
    }

    private static List<Long> shape(Weight weight) {
        return Arrays.stream(weight.shape().sizes()).boxed().toList();
    }

    /** The most bytes that a header with these arrays can sensibly take. */
    long largestHeader() {
        return OTHER_HEADER_BYTES
                + shapes.keySet().stream()
                        .mapToLong(name -> HEADER_BYTES_OF_ONE + 6L * name.length())
                        .sum();
    }

    /** Throws a {@link FormatException} with the first difference, unless the file holds exactly these. */
    void compare(List<TensorHeader> found) throws FormatException {
        Map<String, TensorHeader> others = new LinkedHashMap<>();
        found.forEach(tensor -> others.put(tensor.name(), tensor));
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, List<Long>> expected : shapes.entrySet()) {
            TensorHeader tensor = others.remove(expected.getKey());
            if (tensor == null) {
                missing.add(expected.getKey());
            } else {
                compare(expected.getValue(), type(expected.getKey()), tensor);
            }
        }
        if (!missing.isEmpty()) {
            String first = missing.get(0);
            throw new FormatException("it lacks '" + first + "' " + shapes.get(first) + ", which " + user + " needs"
                    + (others.isEmpty()
                            ? ""
                            : "; it has '" + others.keySet().iterator().next() + "' instead"));
        }
        if (!others.isEmpty()) {
            String first = others.keySet().iterator().next();
            throw new FormatException("it has '" + first + "', which nothing in " + user + " uses"
                    + Similar.hint(first, shapes.keySet()));
        }
    }

    private void compare(List<Long> shape, ElementType type, TensorHeader tensor) throws FormatException {
        if (tensor.type() != type) {
            throw new FormatException("'" + tensor.name() + "' holds " + tensor.type() + ", expected " + type);
        }
        if (!tensor.shape().equals(shape)) {
            throw new FormatException(
                    "'" + tensor.name() + "' has the shape " + tensor.shape() + ", " + user + " needs " + shape);
        }
    }
}
