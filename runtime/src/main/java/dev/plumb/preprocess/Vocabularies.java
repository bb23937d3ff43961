package dev.plumb.preprocess;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the layers of a model were adapted to, by the names of the layers; parts of a model have them in common with it. Any number of threads: what is
 * read is one state, before an adaptation or after it.
 */
public final class Vocabularies {
    private volatile Map<String, Vocabulary> adapted;

    /** None, or those of a file. */
    public Vocabularies(Map<String, Vocabulary> adapted) {
        this.adapted = new LinkedHashMap<>(adapted);
    }

    /** All of them as they are now; another map as soon as one changes. */
    public Map<String, Vocabulary> now() {
        return adapted;
    }

    /** Gives layers others, all at once. */
    public synchronized void set(Map<String, Vocabulary> changed) {
        Map<String, Vocabulary> all = new LinkedHashMap<>(adapted);
        all.putAll(changed);
        adapted = all;
    }

    /** That of a node: of the layer that it shares its vocabulary with, or that the layer states. */
    public Optional<Vocabulary> of(Node node) {
        return node.spec() instanceof VocabularySpec spec && !spec.isAdapted()
                ? Optional.of(Vocabulary.stated(spec))
                : Optional.ofNullable(adapted.get(node.sharing()));
    }

    /**
     * Refuses what a file has and the model does not, or has more of than the model has room for.
     *
     * @throws IllegalArgumentException with the first
     */
    public static void requireFits(Graph graph, Map<String, Vocabulary> read) {
        read.forEach((name, vocabulary) -> {
            Node node = graph.node(name);
            if (!(node.spec() instanceof VocabularySpec spec) || !spec.isAdapted() || node.isShared()) {
                throw new IllegalArgumentException("'" + name + "' is not a layer that is adapted to a vocabulary");
            }
            if (spec.maxTokens() > 0 && vocabulary.terms().size() + spec.firstTerm() > spec.maxTokens()) {
                throw new IllegalArgumentException("'" + name + "' has a vocabulary of "
                        + vocabulary.terms().size() + " terms, and maxTokens = " + spec.maxTokens());
            }
        });
    }
}
