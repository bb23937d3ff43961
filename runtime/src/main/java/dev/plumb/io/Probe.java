package dev.plumb.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model with layers in code computes, as a file holds it: an input, and what came of it when the model was saved. So code that has changed since
 * is found.
 *
 * @param examples the size of the batch
 * @param sizes those of the symbolic axes of the graph
 * @param inputs all of them, by their names
 * @param layers what each layer in code gave, named by its path, in the order in which they ended
 * @param outputs of the model, by their names
 */
public record Probe(
        int examples, Map<String, Long> sizes, List<TensorData> inputs, List<Sample> layers, List<Sample> outputs) {
    /** The most examples. */
    public static final int MOST_EXAMPLES = 3;

    /** The largest size of a symbolic axis: a small file is not to ask for much memory. */
    static final long MOST_SIZE = 1L << 10;

    /** The most elements that all inputs may have together; a model whose single example takes more has no probe. */
    public static final long MOST_INPUT_ELEMENTS = 1L << 20;

    /** How many numbers of all layers and outputs are kept, about. */
    private static final int ALL_NUMBERS = 1 << 18;

    private static final int MOST_NUMBERS = 1 << 12;
    private static final int LEAST_NUMBERS = 1 << 4;

    public Probe {
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        inputs = List.copyOf(inputs);
        layers = List.copyOf(layers);
        outputs = List.copyOf(outputs);
    }

    /**
     * Some numbers of an array: all, or, of a large one, some that are spread over it; see {@link #place}.
     *
     * @param elements how many the array has
     * @param numbers those that are kept, of one axis; its name is that of the sample
     */
    public record Sample(String name, int elements, TensorData numbers) {}

    /**
     * How many numbers of an array are kept: all of a small one, at most 4096, and fewer if there are many arrays.
     *
     * @param elements of the array
     * @param arrays how many there are
     */
    public static int kept(int elements, int arrays) {
        int most = Math.max(LEAST_NUMBERS, Math.min(MOST_NUMBERS, ALL_NUMBERS / Math.max(1, arrays)));
        return Math.min(elements, most);
    }

    /**
     * The place in an array of a number that is kept: somewhere in its share of the array, so that no axis is stepped over evenly.
     *
     * @param index of the number, less than {@code kept}
     */
    public static int place(int index, int elements, int kept) {
        long begin = (long) index * elements / kept;
        long end = (long) (index + 1) * elements / kept;
        // Fibonacci hashing: the shares differ in where.
        long hash = (index * 0x9E3779B97F4A7C15L) >>> 33;
        return (int) (begin + hash % (end - begin));
    }
}
