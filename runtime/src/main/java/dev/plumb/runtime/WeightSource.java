package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** Where a network can take weights from: another network, or a file of another library, all of it read and found to be whole. */
public interface WeightSource {
    /** What messages call it: {@code the file 'resnet50.h5'}. */
    String title();

    /** The layers that have weights, each name once. */
    List<Layer> layers();

    /** What is added where nothing of it fits: a reason that its author may not know of, as a sentence without its end, or "". */
    default String hint() {
        return "";
    }

    /**
     * The layers that these take weights from if order decides, one for each of them.
     *
     * @param graph the graph that the takers are in
     * @param takers layers with weights in the order of the graph
     * @param givers those of {@link #layers} that may give
     * @throws IllegalArgumentException if that cannot be said; the message begins with what has to hold
     */
    List<Layer> inOrder(Graph graph, List<Node> takers, List<Layer> givers);

    /** A layer that has weights. */
    interface Layer {
        /** The name, with the names of the models that it is nested in before it: {@code encoder/conv1}. */
        String name();

        /** The weights. */
        List<Values> weights();

        /** Whether the weights have the names that they have in our layers; otherwise they have the same order. */
        boolean isNamed();

        /** Why its weights cannot be taken, though there is a layer of its name: what the file has, what is expected, and what to do. */
        default Optional<String> problem() {
            return Optional.empty();
        }
    }

    /** The values of a weight. */
    interface Values {
        /** The name in its layer. */
        String name();

        /** The shape. */
        long[] sizes();

        /** Writes them row by row. */
        void read(FloatBuffer destination);
    }
}
