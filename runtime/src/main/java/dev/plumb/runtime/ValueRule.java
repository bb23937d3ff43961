package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.CategoryEncodingLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the numbers of an input or a target may be. The same rule, in the same words, is for arrays, for the batches of a data set that is read
 * as it goes, and for a single example.
 *
 * @param where whose numbers they are: {@code input 'ids'}
 * @param holds whether a number is right
 * @param expectation what is said about one that is not
 */
record ValueRule(String where, DoublePredicate holds, DoubleFunction<String> expectation) {

    /** The rows of a table are asked for by their numbers. */
    static List<ValueRule> ids(Graph graph, Graph.Input input) {
        if (input.type().dtype() != DType.INT32) {
            return List.of();
        }
        List<ValueRule> rules = new ArrayList<>();
        for (Node node : graph.nodes()) {
            int ids = ids(node);
            if (ids > 0 && reads(node, input)) {
                rules.add(new ValueRule(
                        InputCheck.where(input),
                        value -> value >= 0 && value < ids,
                        value -> "expected ids from 0 to " + (ids - 1) + " for " + node.title()));
            }
        }
        return rules;
    }

    /** How many ids a layer knows that has something for each; 0 for others. */
    private static int ids(Node node) {
        if (node.spec() instanceof CategoryEncodingLayer encoding) {
            return encoding.numTokens();
        }
        return node.spec() instanceof EmbeddingLayer table ? table.inputDim() : 0;
    }

    private static boolean reads(Node node, Graph.Input input) {
        return node.inputs().get(0).equals(TensorName.of(input.name()));
    }

    /** Numbers from 0 to less than this suit an input of ids: 2 where something else than a table reads it, of which nothing is known. */
    static int idLimit(Graph graph, Graph.Input input) {
        int limit = Integer.MAX_VALUE;
        for (Node node : graph.nodes()) {
            boolean isTable = ids(node) > 0 && reads(node, input);
            if (isTable) {
                limit = Math.min(limit, ids(node));
            }
            if (!isTable && node.inputs().contains(TensorName.of(input.name()))) {
                limit = Math.min(limit, 2);
            }
        }
        return limit;
    }

    static ValueRule finite(String where) {
        return new ValueRule(where, Double::isFinite, value -> "expected finite numbers");
    }

    /** Complains of the first number of an array, row by row, that is not right. */
    void check(INDArray array) {
        Rows rows = Rows.of(where, array);
        if (rows.array().dataType() == DataType.INT32) {
            IntBuffer row = IntBuffer.allocate(rows.width());
            for (int i = 0; i < array.size(0); i++) {
                rows.read(i, 1, row);
                check(row, 1, i, "");
            }
        } else {
            FloatBuffer row = FloatBuffer.allocate(rows.width());
            for (int i = 0; i < array.size(0); i++) {
                rows.read(i, 1, row);
                check(row, 1, i, "");
            }
        }
    }

    /** The same for a batch that was read. */
    void checkBatch(FloatBuffer values, int examples) {
        check(values, examples, 0, " of the batch");
    }

    /** The same for a batch of whole numbers. */
    void checkBatch(IntBuffer values, int examples) {
        check(values, examples, 0, " of the batch");
    }

    /** The same for the first numbers of a buffer, which are those of so many examples. */
    void checkFirst(IntBuffer values, int count, int examples) {
        int width = count / examples;
        for (int i = 0; i < count; i++) {
            if (!holds.test(values.get(i))) {
                throw wrong(values.get(i), i / width, " of the batch", i % width, width);
            }
        }
    }

    /** The same for a single example. */
    void check(int[] example) {
        for (int i = 0; i < example.length; i++) {
            if (!holds.test(example[i])) {
                throw wrong(example[i], 0, "", i, example.length);
            }
        }
    }

    private void check(FloatBuffer values, int examples, int first, String source) {
        int width = values.capacity() / examples;
        for (int i = 0; i < examples * width; i++) {
            if (!holds.test(values.get(i))) {
                throw wrong(values.get(i), first + i / width, source, i % width, width);
            }
        }
    }

    private void check(IntBuffer values, int examples, int first, String source) {
        int width = values.capacity() / examples;
        for (int i = 0; i < examples * width; i++) {
            if (!holds.test(values.get(i))) {
                throw wrong(values.get(i), first + i / width, source, i % width, width);
            }
        }
    }

    private InputException wrong(double value, int example, String source, int element, int width) {
        String text = value == Math.rint(value) && Double.isFinite(value)
                ? Long.toString((long) value)
                : Float.toString((float) value);
        return new InputException(where + " has " + text + " in example " + example + source
                + (width == 1 ? "" : ", element " + element) + ": " + expectation.apply(value));
    }
}
