package dev.plumb.runtime;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the examples of a batch become what an eager model is called with.
 *
 * @param <B> the examples of a batch as a data set gives them
 * @param <M> what the model is called with
 */
public abstract sealed class EagerInput<B, M> {
    private EagerInput() {}

    /** What the model is called with for a batch: once for all examples, or for each. */
    abstract List<M> calls(EagerContext context, B examples);

    /** Examples in memory. */
    abstract <T> Dataset<B, T> dataset(B examples, Structure<T> targetStructure, T targets);

    /**
     * Each example by itself, such as a tree: data sets are those of {@link Dataset#of(List, Structure, Object)}. The outputs, of one example each,
     * are put together, so that the loss is that of a batch.
     */
    public static <M> EagerInput<List<M>, M> examples() {
        return new Examples<>();
    }

    /**
     * All examples of a batch at once, in a list, of a model whose outputs have the batch axis first: for code that computes together what examples
     * that are no arrays have in common.
     */
    public static <E> EagerInput<List<E>, List<E>> batch() {
        return new WholeBatch<>();
    }

    /** The whole batch at once, of a model that is called with one value: (batch, …). */
    public static EagerInput<INDArray, Var> array() {
        return arrays(Structure.single("input"), values -> values.get(0));
    }

    /**
     * The whole batch at once, of a model that is called with anything made of values.
     *
     * @param structure how the arrays look to the user
     * @param input puts the values together, given in the order of the structure
     */
    public static <B, M> EagerInput<B, M> arrays(Structure<B> structure, Function<List<Var>, M> input) {
        return new Arrays<>(
                Objects.requireNonNull(structure, "the structure is null"),
                Objects.requireNonNull(input, "what the model is called with is null"));
    }

    private static final class Examples<M> extends EagerInput<List<M>, M> {
        @Override
        List<M> calls(EagerContext context, List<M> examples) {
            return examples;
        }

        @Override
        <T> Dataset<List<M>, T> dataset(List<M> examples, Structure<T> targetStructure, T targets) {
            return Dataset.of(examples, targetStructure, targets);
        }
    }

    private static final class WholeBatch<E> extends EagerInput<List<E>, List<E>> {
        @Override
        List<List<E>> calls(EagerContext context, List<E> examples) {
            return List.of(examples);
        }

        @Override
        <T> Dataset<List<E>, T> dataset(List<E> examples, Structure<T> targetStructure, T targets) {
            return Dataset.of(examples, targetStructure, targets);
        }
    }

    private static final class Arrays<B, M> extends EagerInput<B, M> {
        private final Structure<B> structure;
        private final Function<List<Var>, M> input;

        Arrays(Structure<B> structure, Function<List<Var>, M> input) {
            this.structure = structure;
            this.input = input;
        }

        @Override
        List<M> calls(EagerContext context, B examples) {
            List<Var> values = new ArrayList<>();
            structure.arrays(examples).forEach(array -> values.add(context.array(array)));
            return List.of(input.apply(values));
        }

        @Override
        <T> Dataset<B, T> dataset(B examples, Structure<T> targetStructure, T targets) {
            return Dataset.of(structure, examples, targetStructure, targets);
        }
    }
}
