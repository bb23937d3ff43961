package dev.plumb.runtime;

import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.preprocess.Vocabulary;
import java.util.Optional;

/** Whether a layer can have the vocabulary of a layer of another model: then each term has the id that it has there. */
final class VocabularyFit {
    private VocabularyFit() {}

    /** Whether a layer is adapted to a vocabulary of its own. */
    static boolean isAdapted(Node node) {
        return isLookup(node) && ((VocabularySpec) node.spec()).isAdapted();
    }

    /** Whether a layer has a vocabulary of its own, stated or adapted. */
    static boolean isLookup(Node node) {
        return node.spec() instanceof VocabularySpec && !node.isShared();
    }

    /**
     * Why the layers do not go together, whatever the vocabulary is.
     *
     * @param giver what messages call the other one
     */
    static Optional<String> difference(Node taker, Node there, String giver) {
        VocabularySpec own = (VocabularySpec) taker.spec();
        if (!(there.spec() instanceof VocabularySpec other) || !own.layerName().equals(other.layerName())) {
            return Optional.of("it is a " + own.layerName() + ", and " + giver + " a "
                    + there.spec().layerName());
        }
        if (own.firstTerm() != other.firstTerm()) {
            return Optional.of("its first term has the id " + own.firstTerm() + ", that of " + giver + " has "
                    + other.firstTerm() + ": state the same mask and numOovIndices");
        }
        boolean weighs = own.outputMode() == OutputMode.TF_IDF;
        return weighs && other.outputMode() != OutputMode.TF_IDF
                ? Optional.of("it weighs terms by how rare they are (TF_IDF), and " + giver + " does not")
                : Optional.empty();
    }

    /** Why there is no room for a vocabulary. */
    static Optional<String> difference(Node taker, Vocabulary vocabulary, String giver) {
        VocabularySpec own = (VocabularySpec) taker.spec();
        int ids = own.firstTerm() + vocabulary.terms().size();
        return own.maxTokens() > 0 && ids > own.maxTokens()
                ? Optional.of("it has room for " + own.maxTokens() + " ids (maxTokens), and the vocabulary of " + giver
                        + " has " + ids)
                : Optional.empty();
    }
}
