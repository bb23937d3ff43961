package dev.plumb.keras.model;

import dev.plumb.graph.Node;
import dev.plumb.preprocess.Vocabulary;
import java.util.List;
import java.util.Optional;

/** What layers of a model have learnt of data, or state, that Keras keeps beside their weights. */
public interface LearntOfData {
    /** The vocabulary of a lookup; empty if it was not adapted. */
    Optional<Vocabulary> vocabulary(Node node);

    /** The boundaries of the bins of a discretization that is adapted; empty if it was not. */
    Optional<List<Float>> boundaries(Node node);
}
