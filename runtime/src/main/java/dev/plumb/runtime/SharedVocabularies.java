package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which vocabularies of a network are those of another that it has weights in common with: there is one of each, whoever adapts it. */
final class SharedVocabularies {
    private SharedVocabularies() {}

    /**
     * The vocabularies of a network that is made with others.
     *
     * @throws IllegalArgumentException if terms would have other ids than there
     */
    static Vocabularies of(Graph graph, List<Sharing> sharings) {
        Map<String, Vocabularies.Place> elsewhere = new LinkedHashMap<>();
        for (Sharing sharing : sharings) {
            for (Node node : graph.nodes()) {
                String there = sharing.there(node.name());
                if (!there.isEmpty() && VocabularyFit.isAdapted(node)) {
                    elsewhere.put(node.name(), place(graph, node, there, sharing));
                }
            }
        }
        return Vocabularies.sharing(elsewhere);
    }

    /** Whether there is a vocabulary to share in what shares. */
    static boolean isIn(Graph graph, Sharing sharing) {
        return graph.nodes().stream()
                .anyMatch(node -> VocabularyFit.isAdapted(node)
                        && !sharing.there(node.name()).isEmpty());
    }

    private static Vocabularies.Place place(Graph graph, Node node, String there, Sharing sharing) {
        Network from = sharing.from();
        Node named = from.graph().node(there);
        Node owner = named.isShared() ? from.graph().node(named.sharing()) : named;
        Vocabularies vocabularies = from.vocabularies();
        String giver = "'" + owner.name() + "' in model '" + from.graph().name() + "'";
        Optional<Vocabulary> now = vocabularies.of(owner);
        VocabularyFit.difference(node, owner, giver)
                .or(() -> VocabularyFit.isAdapted(owner)
                        ? Optional.empty()
                        : Optional.of("it is adapted, and " + giver + " states its vocabulary: state it here, too"))
                .or(() -> now.flatMap(vocabulary -> VocabularyFit.difference(node, vocabulary, giver)))
                .ifPresent(difference -> {
                    throw new IllegalArgumentException("'" + node.name() + "' of model '" + graph.name()
                            + "' cannot share its vocabulary: " + difference);
                });
        return new Vocabularies.Place(vocabularies, owner.name());
    }
}
