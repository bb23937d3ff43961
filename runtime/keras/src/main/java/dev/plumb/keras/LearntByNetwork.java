package dev.plumb.keras;

import dev.plumb.dsl.layer.Discretization;
import dev.plumb.graph.Node;
import dev.plumb.keras.model.LearntOfData;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.runtime.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the layers of a network have learnt of data. */
record LearntByNetwork(Network network) implements LearntOfData {
    @Override
    public Optional<Vocabulary> vocabulary(Node node) {
        return new Vocabularies(network.adaptedVocabularies()).of(node);
    }

    @Override
    public Optional<List<Float>> boundaries(Node node) {
        List<Float> boundaries = new ArrayList<>();
        for (float boundary : network.weight(node.sharing() + "/" + Discretization.Rule.BOUNDARIES)
                .data()
                .asFloat()) {
            boundaries.add(boundary);
        }
        boolean isAdapted = boundaries.stream().noneMatch(boundary -> boundary == Float.MAX_VALUE);
        return isAdapted ? Optional.of(boundaries) : Optional.empty();
    }
}
