package dev.plumb.weights;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where each weight of a model lies in one block of float32 numbers, before any memory is taken: first those that are trained, then the
 * others, each at the start of a cache line.
 *
 * @param entries by path, in the order of the graph
 * @param trainedElements the size of the part that the optimizer moves, gaps included
 * @param elements the size of the whole
 */
record WeightPlaces(Map<String, WeightStore.Entry> entries, long trainedElements, long elements) {
    /** Kernels and buffers reach 2^31-1 bytes from the start of one array; the block has no such limit. */
    private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES;

    private static final int LINE = 64 / Float.BYTES;

    /**
     * The places for a graph.
     *
     * @throws IllegalArgumentException if one weight takes more than 2^31-1 bytes
     */
    static WeightPlaces of(Graph graph) {
        Map<String, WeightStore.Entry> placed = new HashMap<>();
        long trained = place(graph, true, 0, placed);
        long end = place(graph, false, trained, placed);
        Map<String, WeightStore.Entry> inOrder = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            node.weights().forEach(weight -> inOrder.put(node.path(weight), placed.get(node.path(weight))));
        }
        return new WeightPlaces(inOrder, trained, Math.max(end, LINE));
    }

    private static long place(Graph graph, boolean trained, long start, Map<String, WeightStore.Entry> placed) {
        long offset = start;
        for (Node node : graph.nodes()) {
            for (Weight weight : node.weights()) {
                if ((node.trainable() && weight.trainable()) == trained) {
                    String path = node.path(weight);
                    placed.put(path, new WeightStore.Entry(path, weight, offset, trained));
                    offset += (elements(graph, path, weight) + LINE - 1) / LINE * LINE;
                }
            }
        }
        return offset;
    }

    private static long elements(Graph graph, String path, Weight weight) {
        long elements = 1;
        for (long size : weight.shape().sizes()) {
            if (size > LARGEST / elements) {
                throw new IllegalArgumentException("weight '" + path + "' of model '" + graph.name()
                        + "' has the shape " + weight.shape() + ", which takes " + bytes(weight)
                        + " bytes: one weight can take at most " + Integer.MAX_VALUE
                        + " (all together may take more). Make the layer smaller, or several of it");
            }
            elements *= size;
        }
        return elements;
    }

    private static BigInteger bytes(Weight weight) {
        BigInteger bytes = BigInteger.valueOf(Float.BYTES);
        for (long size : weight.shape().sizes()) {
            bytes = bytes.multiply(BigInteger.valueOf(size));
        }
        return bytes;
    }
}
