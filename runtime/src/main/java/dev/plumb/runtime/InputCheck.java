package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.array.InputException;
import dev.plumb.array.StringArrays;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.OutputTraining;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
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

    /** As messages name an input. */
    static String where(Graph.Input input) {
        return "input '" + input.name() + "'";
    }

    /** As messages name the targets of an output. */
    static String where(Graph.Output output) {
        return "target '" + output.name() + "'";
    }

    /** The output that is trained. */
    static Graph.Output output(Graph graph, OutputTraining training) {
        return graph.outputs().stream()
                .filter(output -> output.name().equals(training.output()))
                .findFirst()
                .orElseThrow();
    }

    /** Checks number, ranks, sizes and types of the inputs, in the order of the graph, and that each has as many examples. */
    public InputCheck inputs(List<INDArray> arrays) {
        if (arrays == null || arrays.size() != graph.inputs().size()) {
            throw count(arrays);
        }
        for (int i = 0; i < arrays.size(); i++) {
            Graph.Input input = graph.inputs().get(i);
            INDArray array = arrays.get(i);
            String where = where(input);
            ArrayShapes.requireExamples(where, array);
            if (!isExactly(input.type().shape(), array)) {
                shape(where, input.type().shape(), array, oneHotIds(input, array));
            }
            if ((input.type().dtype() == DType.STRING) != StringArrays.isOfStrings(array)) {
                throw new InputException(
                        where + " takes " + input.type().dtype().label() + ", found " + array.dataType()
                                + (StringArrays.isOfStrings(array)
                                        ? ": numbers are given as arrays of numbers"
                                        : ": make it by Texts.of(…)"));
            }
            if (input.type().dtype() == DType.INT32 && array.dataType().isFPType()) {
                throw new InputException(
                        where + " takes int32, found " + array.dataType() + ": convert it with castTo(DataType.INT32)");
            }
            finite(where, array);
            for (ValueRule rule : ValueRule.ids(graph, input)) {
                rule.check(array);
            }
        }
        assumptions();
        for (INDArray array : arrays) {
            if (array.size(0) != arrays.get(0).size(0)) {
                throw new InputException("the inputs differ in their number of examples (the first axis): "
                        + IntStream.range(0, arrays.size())
                                .mapToObj(i -> "input '" + graph.inputs().get(i).name() + "' has "
                                        + arrays.get(i).size(0) + " " + ArrayShapes.text(arrays.get(i)))
                                .collect(Collectors.joining(", ")));
            }
        }
        return this;
    }

    /** Whether an array has just the sizes of a shape that are all known, as nearly every one has: then nothing else is asked. */
    private static boolean isExactly(Shape expected, INDArray array) {
        if (array.rank() != expected.rank() + 1) {
            return false;
        }
        for (int axis = 0; axis < expected.rank(); axis++) {
            Dim dim = expected.dim(axis);
            if (!dim.isKnown() || dim.size() != array.size(axis + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Checks the size of the one symbolic axis of the one input, of an example that is no array. */
    InputCheck axis(Graph.Input input, int axis, Dim.Linear name, long size) {
        bindings.put(name.name(), new Binding(size, where(input) + ", axis " + (axis + 1)));
        assumptions();
        return this;
    }

    /** The symbolic sizes that the inputs have, by their names. */
    public Map<String, Long> sizes() {
        if (bindings.isEmpty()) {
            return Map.of();
        }
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
        Graph.Output output = output(graph, training);
        String where = where(output);
        ArrayShapes.requireExamples(where, array);
        Shape shape = output.type().shape();
        Shape indices = new Shape(shape.dims().subList(0, Math.max(0, shape.rank() - 1)));
        if (training.loss().hasSparseTargets()) {
            Shape labels = training.loss().targetShape(shape);
            shape(where, labels, array, fits(labels, array) ? "" : otherIndices(training, shape, array));
        } else {
            shape(where, shape, array, fits(shape, array) ? "" : otherLabels(training, indices, array));
        }
        TargetRule.of(training, output, sizes()).forEach(rule -> rule.check(array));
        finite(where, array);
        return this;
    }

    /** Labels that are no indices, or too few: what to do with them. */
    private String otherIndices(OutputTraining training, Shape output, INDArray array) {
        Optional<LossFunction> loss = training.loss().function();
        if (loss.equals(Optional.of(LossFunction.CTC))) {
            return "rows of labels are as long as time, with zeros at their ends; Losses.ctc().labels(n) takes shorter"
                    + " ones";
        }
        if (!fits(output, array)) {
            return "";
        }
        return loss.equals(Optional.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                ? "labels are one-hot: use CATEGORICAL_CROSSENTROPY"
                : "labels are one-hot: take their indices, array.argMax(" + output.rank() + ")";
    }

    /** Labels of another kind than the loss takes: which loss takes them. */
    private String otherLabels(OutputTraining training, Shape indices, INDArray array) {
        LossFunction loss = training.loss().function().orElse(LossFunction.MEAN_SQUARED_ERROR);
        if (loss == LossFunction.CATEGORICAL_CROSSENTROPY && fits(indices, array)) {
            return "labels are class indices: use SPARSE_CATEGORICAL_CROSSENTROPY";
        }
        if (loss.choosesClass() && fits(indices, array)) {
            return "labels are class indices: make them one-hot";
        }
        long classes = size(array, indices.rank() + 1);
        if (loss == LossFunction.BINARY_CROSSENTROPY
                && array.rank() == indices.rank() + 2
                && classes > 1
                && fits(new Shape(append(indices.dims(), Dim.of(classes))), array)
                && isOneHot(array)) {
            return "labels are one-hot: use CATEGORICAL_CROSSENTROPY and " + classes + " units";
        }
        return "";
    }

    /** Words as rows of a unit matrix, where their numbers are meant. */
    private String oneHotIds(Graph.Input input, INDArray array) {
        Shape ids = input.type().shape();
        boolean oneHot = input.type().dtype() == DType.INT32
                && array.rank() == ids.rank() + 2
                && array.size(ids.rank() + 1) > 1
                && isOneHot(array);
        return oneHot ? "ids are one-hot: take their indices, array.argMax(" + (ids.rank() + 1) + ")" : "";
    }

    private static boolean isOneHot(INDArray array) {
        INDArray numbers = array.castTo(DataType.FLOAT);
        INDArray sums = numbers.sum(array.rank() - 1);
        INDArray largest = numbers.max(array.rank() - 1);
        return numbers.minNumber().doubleValue() == 0
                && largest.minNumber().doubleValue() == 1
                && sums.minNumber().doubleValue() == 1
                && sums.maxNumber().doubleValue() == 1;
    }

    private static List<Dim> append(List<Dim> dims, Dim last) {
        List<Dim> all = new ArrayList<>(dims);
        all.add(last);
        return all;
    }

    private InputException count(@Nullable List<INDArray> arrays) {
        List<String> names = graph.inputs().stream().map(Graph.Input::name).toList();
        return new InputException("the model has the inputs " + names + " in this order, found "
                + (arrays == null ? "null" : arrays.size() + " arrays"));
    }

    private void shape(String where, Shape expected, INDArray array, String fix) {
        Set<String> own = new HashSet<>();
        if (!sameRank(expected, array)) {
            throw mismatch(where, expected, array, fix, "", own);
        }
        for (int axis = 0; axis < expected.rank(); axis++) {
            Dim dim = expected.dim(axis);
            long size = size(array, axis + 1);
            if (dim instanceof Dim.Linear name
                    && name.isName()
                    && bindings.putIfAbsent(name.name(), new Binding(size, where + ", axis " + (axis + 1))) == null) {
                own.add(name.name());
            }
            OptionalLong value = value(dim);
            if (value.isPresent() && value.getAsLong() != size) {
                throw mismatch(where, expected, array, fix, bound(dim), own);
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

    /** What does not fit. Names that have their sizes from this very array may have the wrong ones: they do not count for a fix. */
    private InputException mismatch(
            String where, Shape expected, INDArray array, String fix, String bound, Set<String> own) {
        long[] sizes = expected.dims().stream()
                .mapToLong(dim ->
                        Collections.disjoint(dim.names(), own) ? value(dim).orElse(LayoutAdvice.ANY) : LayoutAdvice.ANY)
                .toArray();
        String hint = fix.isEmpty() ? LayoutAdvice.of(sizes, array.shape()) : fix;
        return new InputException(where + " expects " + batch(expected) + ", found " + ArrayShapes.text(array) + bound
                + (hint.isEmpty() ? "" : ": " + hint));
    }

    private static String batch(Shape shape) {
        List<String> axes = new ArrayList<>(List.of("batch"));
        shape.dims().forEach(dim -> axes.add(dim.toString()));
        return axes.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private void finite(String where, INDArray array) {
        if (finite && array.dataType().isFPType()) {
            ValueRule.finite(where).check(array);
        }
    }
}
