package dev.plumb.weights;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where each weight of a model lies, before any memory is taken: in one block of float32 numbers, first those that can be trained, then the
 * others, each at the start of a cache line; and in the flat arrays of an optimizer, which hold those that can be trained. The two places
 * are the same unless weights of another model are shared, which lie in its block. Whether a layer is frozen does not count, so weights keep
 * their places when that changes.
 *
 * @param places by path, in the order of the graph
 * @param trainableElements the size of the flat arrays, gaps included
 * @param elements the size of the block
 */
record WeightPlaces(Map<String, Place> places, long trainableElements, long elements) {
    /** A cache line. */
    static final int LINE = 64 / Float.BYTES;

    /** There is no place. */
    static final long NONE = -1;

    /** Kernels and buffers reach 2^31-1 bytes from the start of one array; the block has no such limit. */
    private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES;

    /**
     * The places of one weight.
     *
     * @param layer the layer that owns it
     * @param offset its first element in the block; none if another model's block has it
     * @param flat its first element in the flat arrays; none if it is never trained
     */
    record Place(String layer, Weight weight, long offset, long flat) {}

    /**
     * The places for a graph.
     *
     * @param shared the weights that lie in other models' blocks
     * @throws IllegalArgumentException if one weight takes more than 2^31-1 bytes
     */
    static WeightPlaces of(Graph graph, Set<String> shared) {
        Map<String, Place> placed = new HashMap<>();
        long offset = 0;
        long flat = 0;
        for (boolean trainable : new boolean[] {true, false}) {
            for (Node node : graph.nodes()) {
                for (Weight weight : node.weights()) {
                    if (weight.trainable() == trainable) {
                        String path = node.path(weight);
                        boolean own = !shared.contains(path);
                        placed.put(path, new Place(node.name(), weight, own ? offset : NONE, trainable ? flat : NONE));
                        long taken = (elements(graph, path, weight) + LINE - 1) / LINE * LINE;
                        offset += own ? taken : 0;
                        flat += trainable ? taken : 0;
                    }
                }
            }
        }
        Map<String, Place> inOrder = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            for (Weight weight : node.weights()) {
                inOrder.put(node.path(weight), placed.get(node.path(weight)));
            }
        }
        return new WeightPlaces(inOrder, flat, Math.max(offset, LINE));
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
