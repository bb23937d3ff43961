package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.OutputTraining;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks the arrays of one call against a graph before anything native runs. A symbolic size is bound by the first axis of that name and
 * means that size in the whole call. An axis of size 1 at the end may be missing or superfluous, as in Keras. Every method throws
 * {@link InputException}.
 */
public final class InputCheck {
    private final Graph graph;
    private final boolean finite;
    private final Map<String, Binding> bindings = new TreeMap<>();

    /** The size of a symbolic axis and where it was found: {@code input 'x', axis 1}. */
    private record Binding(long size, String where) {}

    private InputCheck(Graph graph, boolean finite) {
        this.graph = graph;
        this.finite = finite;
    }

    /**
     * A check for one call.
     *
     * @param finite whether to search all values for NaN and infinity
     */
    public static InputCheck of(Graph graph, boolean finite) {
        return new InputCheck(graph, finite);
    }

    /** Checks number, ranks, sizes and types of the inputs, in the order of the graph, and that each has as many examples. */
    public InputCheck inputs(List<INDArray> arrays) {
        count("inputs", graph.inputs().stream().map(Graph.Input::name).toList(), arrays);
        for (int i = 0; i < arrays.size(); i++) {
            Graph.Input input = graph.inputs().get(i);
            INDArray array = arrays.get(i);
            String where = "input '" + input.name() + "'";
            shape(where, input.type().shape(), array, "");
            if (input.type().dtype() == DType.INT32 && array.dataType().isFPType()) {
                throw new InputException(
                        where + " takes int32, found " + array.dataType() + ": convert it with castTo(DataType.INT32)");
            }
            finite(where, array);
            if (input.type().dtype() == DType.INT32) {
                ids(where, input, array);
            }
        }
        assumptions();
        if (arrays.stream().mapToLong(array -> array.size(0)).distinct().count() > 1) {
            throw new InputException("the inputs differ in their number of examples (the first axis): "
                    + IntStream.range(0, arrays.size())
                            .mapToObj(i -> "input '" + graph.inputs().get(i).name() + "' has "
                                    + arrays.get(i).size(0) + " " + ArrayShapes.text(arrays.get(i)))
                            .collect(Collectors.joining(", ")));
        }
        return this;
    }

    /** The symbolic sizes that the inputs have, by their names. */
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        bindings.forEach((name, binding) -> sizes.put(name, binding.size()));
        return sizes;
    }

    /** What the rules of the layers left open is decided now: the same rules say what does not fit, in the same words. */
    private void assumptions() {
        if (bindings.isEmpty()) {
            return;
        }
        Map<String, Long> sizes = sizes();
        for (Node node : graph.nodes()) {
            for (Assumption assumption : node.assumptions()) {
                if (!assumption.holds(sizes)) {
                    throw unfit(assumption, sizes);
                }
            }
        }
    }

    private InputException unfit(Assumption assumption, Map<String, Long> sizes) {
        StringBuilder text = new StringBuilder("the sizes of these inputs do not fit model '" + graph.name() + "': ");
        String page = "";
        try {
            dev.plumb.graph.check.GraphChecker.bind(graph, sizes);
        } catch (GraphException e) {
            Problem first = e.problems().get(0);
            text.append(first.headline());
            page = first.id().page();
        }
        text.append("\n  needed  ").append(assumption);
        bindings.forEach((name, binding) -> text.append("\n  where   ")
                .append(name)
                .append(" = ")
                .append(binding.size())
                .append(", from ")
                .append(binding.where()));
        return new InputException(text + (page.isEmpty() ? "" : "\n  see     " + page));
    }

    /** Checks the targets of an output for its loss; after {@link #inputs}, which binds the sizes. */
    public InputCheck target(OutputTraining training, INDArray array) {
        Graph.Output output = graph.outputs().stream()
                .filter(candidate -> candidate.name().equals(training.output()))
                .findFirst()
                .orElseThrow();
        String where = "target '" + output.name() + "'";
        Shape shape = output.type().shape();
        Shape indices = new Shape(shape.dims().subList(0, Math.max(0, shape.rank() - 1)));
        if (training.loss().hasSparseTargets()) {
            boolean oneHot = fits(shape, array) && !fits(indices, array);
            shape(where, indices, array, oneHot ? "labels are one-hot: use CATEGORICAL_CROSSENTROPY" : "");
            OptionalLong classes = value(shape.last());
            if (classes.isPresent()) {
                labels(where, classes.getAsLong(), array);
            }
        } else {
            boolean sparse = training.loss().name().equals(LossFunction.CATEGORICAL_CROSSENTROPY.label())
                    && fits(indices, array);
            shape(where, shape, array, sparse ? "labels are class indices: use SPARSE_CATEGORICAL_CROSSENTROPY" : "");
        }
        finite(where, array);
        return this;
    }

    private static void count(String what, List<String> names, List<INDArray> arrays) {
        if (names.size() != arrays.size()) {
            throw new InputException(
                    "the model has the " + what + " " + names + " in this order, found " + arrays.size() + " arrays");
        }
    }

    private void shape(String where, Shape expected, INDArray array, String fix) {
        if (array.rank() == 0 || array.isEmpty()) {
            throw new InputException(where + " expects " + batch(expected) + ", found "
                    + (array.rank() == 0 ? "a scalar: one example needs a batch axis of 1" : "an empty array"));
        }
        if (!sameRank(expected, array)) {
            throw mismatch(where, expected, array, fix, "");
        }
        for (int axis = 0; axis < expected.rank(); axis++) {
            Dim dim = expected.dim(axis);
            long size = size(array, axis + 1);
            if (dim instanceof Dim.Linear name && name.equals(Dim.named(name.name()))) {
                bindings.putIfAbsent(name.name(), new Binding(size, where + ", axis " + (axis + 1)));
            }
            OptionalLong value = value(dim);
            if (value.isPresent() && value.getAsLong() != size) {
                throw mismatch(where, expected, array, fix, bound(dim));
            }
        }
    }

    /** The names in a size, with their values and where these come from. */
    private String bound(Dim dim) {
        return dim.names().stream()
                .filter(bindings::containsKey)
                .map(name -> "; '" + name + "' is " + bindings.get(name).size() + " by "
                        + bindings.get(name).where())
                .collect(Collectors.joining());
    }

    private boolean fits(Shape expected, INDArray array) {
        if (array.rank() == 0 || !sameRank(expected, array)) {
            return false;
        }
        for (int axis = 0; axis < expected.rank(); axis++) {
            if (value(expected.dim(axis)).orElse(size(array, axis + 1)) != size(array, axis + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameRank(Shape expected, INDArray array) {
        int difference = array.rank() - 1 - expected.rank();
        return difference == 0
                || (difference == 1 && array.size(array.rank() - 1) == 1)
                || (difference == -1 && expected.last().equals(Dim.of(1)));
    }

    private static long size(INDArray array, int axis) {
        return axis < array.rank() ? array.size(axis) : 1;
    }

    /** The size of an axis, if it is known or follows from bound names. */
    private OptionalLong value(Dim dim) {
        Dim value = dim.isKnown() ? dim : dim.bind(sizes());
        return value.isKnown() ? OptionalLong.of(value.size()) : OptionalLong.empty();
    }

    private static InputException mismatch(String where, Shape expected, INDArray array, String fix, String bound) {
        String hint = fix;
        if (hint.isEmpty() && expected.isKnown()) {
            long one = expected.elements().size();
            if (array.length() == one) {
                hint = "one example: reshape to " + ArrayShapes.text(withBatch(1, expected));
            } else if (array.length() == array.size(0) * one) {
                hint = "reshape to " + ArrayShapes.text(withBatch(array.size(0), expected));
            }
        }
        return new InputException(where + " expects " + batch(expected) + ", found " + ArrayShapes.text(array) + bound
                + (hint.isEmpty() ? "" : ": " + hint));
    }

    private static long[] withBatch(long batch, Shape shape) {
        long[] sizes = new long[shape.rank() + 1];
        sizes[0] = batch;
        System.arraycopy(shape.sizes(), 0, sizes, 1, shape.rank());
        return sizes;
    }

    private static String batch(Shape shape) {
        List<String> axes = new ArrayList<>(List.of("batch"));
        shape.dims().forEach(dim -> axes.add(dim.toString()));
        return axes.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static void labels(String where, long classes, INDArray array) {
        first(
                where,
                array,
                value -> value >= 0 && value < classes && value == Math.rint(value),
                "expected class indices from 0 to " + (classes - 1));
    }

    /** The rows of a table are asked for by their numbers. */
    private void ids(String where, Graph.Input input, INDArray array) {
        for (Node node : graph.nodes()) {
            if (node.spec() instanceof EmbeddingLayer table
                    && node.inputs().get(0).equals(TensorName.of(input.name()))) {
                first(
                        where,
                        array,
                        value -> value >= 0 && value < table.inputDim(),
                        "expected ids from 0 to " + (table.inputDim() - 1) + " for " + node.title());
            }
        }
    }

    private void finite(String where, INDArray array) {
        if (finite && array.dataType().isFPType()) {
            first(where, array, Float::isFinite, "expected finite numbers");
        }
    }

    private interface Condition {
        boolean holds(float value);
    }

    /** Complains of the first value, in row-major order, for which the condition does not hold. */
    private static void first(String where, INDArray array, Condition condition, String expectation) {
        Rows rows = Rows.of(where, array);
        float[] row = new float[rows.width()];
        FloatBuffer buffer = FloatBuffer.wrap(row);
        for (int i = 0; i < array.size(0); i++) {
            rows.read(i, 1, buffer);
            for (int j = 0; j < row.length; j++) {
                if (!condition.holds(row[j])) {
                    String value = row[j] == Math.rint(row[j]) && Float.isFinite(row[j])
                            ? Long.toString((long) row[j])
                            : Float.toString(row[j]);
                    throw new InputException(where + " has " + value + " in example " + i
                            + (row.length == 1 ? "" : ", element " + j) + ": " + expectation);
                }
            }
        }
    }
}
