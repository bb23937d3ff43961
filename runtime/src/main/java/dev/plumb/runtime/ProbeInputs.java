package dev.plumb.runtime;

import dev.plumb.compile.ExampleSizes;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.Probe;
import dev.plumb.io.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Examples that any model can be tried with, the same each time: one with numbers of both signs, one with positive ones, and one whose last third is zeros,
 * which is padding where there are masks. A model with large inputs gets the first alone, one with very large ones none.
 *
 * @param sizes of the symbolic axes
 * @param arrays by the names of the inputs, in the order of the graph, with the batch axis first
 */
record ProbeInputs(int examples, Map<String, Long> sizes, List<TensorData> arrays) {
    /** Small sizes, of which some differ. */
    private static final long SIZE = 4;

    /** Inputs of more elements are given one example. */
    private static final long FEW_ELEMENTS = 1 << 14;

    /** Numbers are multiples of this: exact, and short in a file. */
    private static final float STEP = 1f / 16;

    private static final int LARGEST = 32;

    /**
     * The examples of a graph.
     *
     * @param zeros whether to have ids of 0 alone: all tables have a row of this number
     * @return empty if one example takes too much, or no sizes fit
     */
    static Optional<ProbeInputs> of(Graph graph, boolean zeros) {
        return ExampleSizes.from(graph, SIZE).flatMap(sizes -> of(graph, sizes, zeros));
    }

    private static Optional<ProbeInputs> of(Graph graph, Map<String, Long> sizes, boolean zeros) {
        List<long[]> shapes = graph.fed().stream()
                .map(input -> input.type().shape().bind(sizes).sizes())
                .toList();
        long elements = shapes.stream().mapToLong(ProbeInputs::elements).sum();
        if (elements > Probe.MOST_INPUT_ELEMENTS) {
            return Optional.empty();
        }
        int examples = elements > FEW_ELEMENTS ? 1 : Probe.MOST_EXAMPLES;
        List<TensorData> arrays = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Graph.Input input = graph.fed().get(i);
            boolean isFloat = input.type().dtype() == DType.FLOAT32;
            int each = (int) elements(shapes.get(i));
            ByteBuffer bytes =
                    ByteBuffer.allocate(examples * each * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int ids = zeros ? 1 : ValueRule.idLimit(graph, input);
            SplittableRandom random = new SplittableRandom(i);
            for (int example = 0; example < examples; example++) {
                for (int at = 0; at < each; at++) {
                    boolean padded = example == 2 && at >= each - each / 3;
                    if (isFloat) {
                        bytes.putFloat(padded ? 0 : number(random, example == 0));
                    } else {
                        bytes.putInt(padded ? 0 : random.nextInt(ids));
                    }
                }
            }
            List<Long> shape = new ArrayList<>(List.of((long) examples));
            for (long size : shapes.get(i)) {
                shape.add(size);
            }
            arrays.add(
                    new TensorData(input.name(), isFloat ? ElementType.F32 : ElementType.I32, shape, bytes.rewind()));
        }
        return Optional.of(new ProbeInputs(examples, sizes, arrays));
    }

    /** Less than 2^31 for what is not refused. */
    private static long elements(long... sizes) {
        long elements = 1;
        for (long size : sizes) {
            elements = Math.min(elements * size, Integer.MAX_VALUE);
        }
        return elements;
    }

    private static float number(SplittableRandom random, boolean bothSigns) {
        return STEP * (bothSigns ? random.nextInt(-LARGEST, LARGEST + 1) : random.nextInt(1, LARGEST + 1));
    }
}
