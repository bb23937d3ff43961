package dev.plumb.graph.check;

import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.CategoryEncodingLayer;
import dev.plumb.dsl.layer.DiscretizationLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.HashedCrossingLayer;
import dev.plumb.dsl.layer.HashingLayer;
import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether there is a row of a table, or a column, for each id that the layer before gives. */
final class IdCheck {
    private IdCheck() {}

    /** The attribute of a layer that is too small for the ids it takes, as far as it is known what they are. */
    static Optional<Mismatch> problem(Draft.Step step, LayerSpec layer, Map<String, Draft.Step> steps) {
        return taken(layer).flatMap(place -> source(step, steps).flatMap(source -> {
            OptionalInt given = source.applied().map(IdCheck::given).orElse(OptionalInt.empty());
            return given.isPresent() && given.getAsInt() > place.size()
                    ? Optional.of(new Mismatch.BadAttribute(
                            place.attribute(),
                            -1,
                            AttributeText.format(place.size()),
                            "at least " + given.getAsInt() + ": '" + source.name() + "' gives ids from 0 to "
                                    + (given.getAsInt() - 1)))
                    : Optional.empty();
        }));
    }

    private record Taken(String attribute, int size) {}

    private static Optional<Taken> taken(LayerSpec layer) {
        if (layer instanceof EmbeddingLayer embedding) {
            return Optional.of(new Taken("inputDim", embedding.inputDim()));
        }
        return layer instanceof CategoryEncodingLayer encoding
                ? Optional.of(new Taken("numTokens", encoding.numTokens()))
                : Optional.empty();
    }

    /** The layer that made what a step takes, behind those that pass it on. */
    private static Optional<Draft.Step> source(Draft.Step step, Map<String, Draft.Step> steps) {
        Draft.Step source = step;
        do {
            source = source.sources().isEmpty()
                    ? null
                    : steps.get(source.sources().get(0).wire().source());
        } while (source != null
                && source.layer().filter(FinalActivation::passesOn).isPresent());
        return Optional.ofNullable(source);
    }

    /** How many ids a layer gives at most; empty if it gives none, or any number of them. */
    private static OptionalInt given(LayerSpec layer) {
        if (layer instanceof VocabularySpec lookup && lookup.outputMode() == OutputMode.INT) {
            if (!lookup.isAdapted()) {
                return OptionalInt.of(lookup.statedTerms().size() + lookup.firstTerm());
            }
            return lookup.maxTokens() > 0 ? OptionalInt.of(lookup.maxTokens()) : OptionalInt.empty();
        }
        if (layer instanceof HashingLayer hashing && hashing.outputMode() == OutputMode.INT) {
            return OptionalInt.of(hashing.numBins());
        }
        if (layer instanceof HashedCrossingLayer crossing && crossing.outputMode() == OutputMode.INT) {
            return OptionalInt.of(crossing.numBins());
        }
        return layer instanceof DiscretizationLayer bins && bins.outputMode() == OutputMode.INT
                ? OptionalInt.of(bins.bins())
                : OptionalInt.empty();
    }
}
