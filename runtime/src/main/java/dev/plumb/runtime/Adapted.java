package dev.plumb.runtime;

import dev.plumb.dsl.layer.Discretization;
import dev.plumb.dsl.layer.DiscretizationLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.NormalizationLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** Whether the layers of a model that are adapted to data have been. What was found once is not looked for again until something changes. */
final class Adapted {
    private final Graph graph;
    private final WeightStore weights;
    private final Vocabularies vocabularies;
    private final List<Node> layers;
    private volatile Seen seen = new Seen(-1, Map.of());

    /** The weights and vocabularies that were found to be adapted. */
    private record Seen(long version, Map<String, Vocabulary> vocabularies) {}

    Adapted(Graph graph, WeightStore weights, Vocabularies vocabularies) {
        this.graph = graph;
        this.weights = weights;
        this.vocabularies = vocabularies;
        this.layers = layers(graph);
    }

    /** The layers that are adapted to data, in the order of the graph; those that share with another do not count. */
    static List<Node> layers(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> !node.isShared() && isAdaptable(node))
                .toList();
    }

    private static boolean isAdaptable(Node node) {
        return (node.spec() instanceof NormalizationLayer normalization && normalization.isAdapted())
                || (node.spec() instanceof DiscretizationLayer bins && bins.numBins() > 0)
                || (node.spec() instanceof VocabularySpec terms && terms.isAdapted());
    }

    /**
     * Refuses to go on with a layer that was not adapted, or whose ids do not fit the table that they are looked up in.
     *
     * @throws IllegalStateException that names the first, and says what to do
     */
    void require() {
        if (layers.isEmpty()) {
            return;
        }
        long version = weights.version();
        Map<String, Vocabulary> now = vocabularies.now();
        Seen before = seen;
        if (before.version() == version && before.vocabularies() == now) {
            return;
        }
        for (Node node : layers) {
            if (!isAdapted(node)) {
                throw new IllegalStateException(
                        node.title() + " of model '" + graph.name()
                                + "' was not adapted: it knows nothing of the data yet\n  fix     call adapt(data) with the training"
                                + " data, before fit and predict; or load a file of a model that was adapted\n  see     docs/preprocessing.md");
            }
            requireRoom(node);
        }
        seen = new Seen(version, now);
    }

    /** Whether a layer has been adapted. */
    boolean isAdapted(Node node) {
        if (node.spec() instanceof VocabularySpec) {
            return vocabularies.now().containsKey(node.name());
        }
        if (node.spec() instanceof DiscretizationLayer) {
            FloatBuffer boundaries = floats(node, Discretization.Rule.BOUNDARIES);
            return boundaries.capacity() > 0 && boundaries.get(0) != Float.MAX_VALUE;
        }
        return floats(node, "count").get(0) > 0
                || !isAll(floats(node, "mean"), 0)
                || !isAll(floats(node, "variance"), 1);
    }

    private FloatBuffer floats(Node node, String weight) {
        return weights.slot(node.name() + "/" + weight).floats();
    }

    private static boolean isAll(FloatBuffer numbers, float value) {
        for (int i = 0; i < numbers.capacity(); i++) {
            if (numbers.get(i) != value) {
                return false;
            }
        }
        return true;
    }

    /** A table has a row for each id. */
    private void requireRoom(Node lookup) {
        if (!(lookup.spec() instanceof VocabularySpec terms)) {
            return;
        }
        int ids = terms.firstTerm()
                + vocabularies.now().get(lookup.name()).terms().size();
        for (Node node : graph.nodes()) {
            if (node.spec() instanceof EmbeddingLayer table
                    && node.inputs().get(0).source().equals(lookup.name())
                    && ids > table.inputDim()) {
                throw new IllegalStateException(node.title() + " has " + table.inputDim() + " rows, and "
                        + lookup.title() + " was adapted to " + ids + " ids: maxTokens = " + table.inputDim()
                        + ", or inputDim = " + ids + " or more");
            }
        }
    }
}
