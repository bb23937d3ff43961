package dev.plumb.runtime;

import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out which layers of a network take their vocabularies from which layers of another: by the rule by which these take weights. */
final class VocabularyMatching {
    private final Graph graph;
    private final NetworkWeights source;
    private final Matching matching;
    private final Map<String, Vocabulary> taken = new LinkedHashMap<>();
    private final List<MatchReport.Match> matched = new ArrayList<>();
    private final List<MatchReport.Skip> skipped = new ArrayList<>();
    private final List<String> mismatches = new ArrayList<>();

    private VocabularyMatching(Graph graph, NetworkWeights source, Matching matching) {
        this.graph = graph;
        this.source = source;
        this.matching = matching;
    }

    /**
     * Decides it; nothing is changed.
     *
     * @throws IllegalArgumentException if a vocabulary does not fit, and what does not fit is not skipped
     */
    static VocabularyMatching of(Graph graph, NetworkWeights source, Matching matching) {
        VocabularyMatching vocabularies = new VocabularyMatching(graph, source, matching);
        vocabularies.decide();
        return vocabularies;
    }

    /** Gives the layers what was found. */
    void write(Vocabularies vocabularies) {
        if (!taken.isEmpty()) {
            vocabularies.set(taken);
        }
    }

    /** What became of these layers, before those with weights. */
    MatchReport with(MatchReport ofWeights) {
        List<MatchReport.Match> matches = new ArrayList<>(matched);
        matches.addAll(ofWeights.matched());
        List<MatchReport.Skip> skips = new ArrayList<>(skipped);
        skips.addAll(ofWeights.skipped());
        return new MatchReport(matches, skips, ofWeights.leftOver());
    }

    private void decide() {
        Set<String> skip = matching.skipped(graph);
        List<Node> takers = graph.nodes().stream()
                .filter(VocabularyFit::isLookup)
                .filter(node -> matching.isInto(node.name()))
                .toList();
        List<Node> givers = source.graph().nodes().stream()
                .filter(VocabularyFit::isLookup)
                .filter(node -> matching.isOutOf(node.name()))
                .toList();
        for (int i = 0; i < takers.size(); i++) {
            Node taker = takers.get(i);
            if (VocabularyFit.isAdapted(taker)) {
                if (skip.contains(taker.name())) {
                    skipped.add(new MatchReport.Skip(taker.name(), "as told"));
                } else {
                    decide(taker, giver(taker, i, takers.size(), givers));
                }
            }
        }
        if (!mismatches.isEmpty() && !matching.skipMismatched()) {
            throw new IllegalArgumentException("the vocabularies of " + source.title() + " do not fit model '"
                    + graph.name() + "': " + String.join("; ", mismatches)
                    + ". Nothing was changed; skip these layers, or say skippingMismatched()");
        }
    }

    private Optional<Node> giver(Node taker, int place, int count, List<Node> givers) {
        if (matching.inOrder()) {
            return count == givers.size() ? Optional.of(givers.get(place)) : Optional.empty();
        }
        String name = matching.nameThere(taker.name());
        return givers.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    private void decide(Node taker, Optional<Node> found) {
        if (found.isEmpty()) {
            String reason = "no layer of " + source.title() + " has a vocabulary for it";
            skipped.add(new MatchReport.Skip(taker.name(), reason));
            if (matching.takeAll()) {
                mismatches.add("'" + taker.name() + "': " + reason);
            }
            return;
        }
        Node there = found.get();
        String giver = "'" + there.name() + "' in " + source.title();
        Optional<Vocabulary> vocabulary = source.vocabularies().of(there);
        Optional<String> difference = VocabularyFit.difference(taker, there, giver)
                .or(() -> vocabulary.flatMap(terms -> VocabularyFit.difference(taker, terms, giver)));
        if (difference.isPresent()) {
            skipped.add(new MatchReport.Skip(taker.name(), difference.get()));
            mismatches.add("'" + taker.name() + "': " + difference.get());
        } else if (vocabulary.isEmpty()) {
            skipped.add(new MatchReport.Skip(
                    taker.name(),
                    "'" + there.name() + "' of " + source.title() + " was not adapted: adapt(data) one of the two"));
        } else {
            taken.put(taker.name(), asTaken(taker, vocabulary.get()));
            matched.add(new MatchReport.Match(taker.name(), there.name()));
        }
    }

    /** Weights of terms are of use only to a layer that weighs them. */
    private static Vocabulary asTaken(Node taker, Vocabulary vocabulary) {
        boolean weighs = ((VocabularySpec) taker.spec()).outputMode() == OutputMode.TF_IDF;
        return weighs ? vocabulary : new Vocabulary(vocabulary.terms(), List.of());
    }
}
