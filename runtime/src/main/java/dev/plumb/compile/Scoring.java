package dev.plumb.compile;

import dev.plumb.train.AddedLoss;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a step scores beside the losses and metrics of the outputs as they are stated. A step without any of it pays nothing for it.
 *
 * @param weighted the outputs whose samples have weights
 * @param settable whether the weights of the losses are inputs of the step: once one was set while training
 * @param added losses of several outputs, or without a target
 */
public record Scoring(Set<String> weighted, boolean settable, List<AddedLoss> added) {
    /** As stated. */
    public static final Scoring STATED = new Scoring(Set.of(), false, List.of());

    public Scoring {
        weighted = Set.copyOf(weighted);
        added = List.copyOf(added);
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scoring scoring
                && settable == scoring.settable
                && weighted.equals(scoring.weighted)
                && added.equals(scoring.added);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * weighted.hashCode() + Boolean.hashCode(settable)) + added.hashCode();
    }

    /** With the weights of the losses as inputs. */
    public Scoring settable(boolean areSet) {
        return new Scoring(weighted, areSet, added);
    }
}
