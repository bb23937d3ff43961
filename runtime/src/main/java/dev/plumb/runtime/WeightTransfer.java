package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.preprocess.Vocabularies;
import java.util.Objects;

/** Takes weights of other models into those of a network. */
final class WeightTransfer {
    private static final String NO_MATCHING = "the matching is null: Matching.byName() or byOrder()";

    private final NetworkParts parts;
    private final Graph graph;

    /** Into the weights of this one. */
    WeightTransfer(NetworkParts parts) {
        this.parts = parts;
        this.graph = parts.freezing().declared();
    }

    /** Of a model that was saved. */
    MatchReport from(NetworkFile file, Matching matching) {
        return taken(new NetworkWeights(file.graph(), file.weights(), new Vocabularies(file.vocabularies())), matching);
    }

    /** Of another network: they are copied, not shared. */
    MatchReport from(NetworkParts other, Matching matching) {
        NetworkWeights source = new NetworkWeights(
                other.freezing().declared(), other.weights(), other.intake().vocabularies());
        return parts.weights().betweenSteps(other.weights(), () -> taken(source, matching));
    }

    /** With the vocabularies: rows of a table are of use only with the ids that they were learnt for. */
    private MatchReport taken(NetworkWeights source, Matching matching) {
        Objects.requireNonNull(matching, NO_MATCHING);
        VocabularyMatching terms = VocabularyMatching.of(graph, source, matching);
        MatchReport report = from(source, matching);
        terms.write(parts.intake().vocabularies());
        return terms.with(report);
    }

    /** Of a safetensors file. */
    MatchReport from(SafetensorsWeights file, Matching matching) {
        Objects.requireNonNull(matching, NO_MATCHING);
        Matching named = file.named(graph, matching);
        return from(file.source(graph, named), named);
    }

    /** Of anything else that has weights. */
    MatchReport from(WeightSource source, Matching matching) {
        Objects.requireNonNull(matching, NO_MATCHING);
        MatchReport report = parts.weights()
                .whileTraining("model '" + graph.name() + "', which takes weights,", () -> parts.weights()
                        .betweenSteps(() -> WeightMatching.copy(graph, parts.weights(), source, matching)));
        parts.notice().took(report, graph);
        return report;
    }
}
