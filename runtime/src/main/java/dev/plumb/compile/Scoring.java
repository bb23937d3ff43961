package dev.plumb.compile;

import dev.plumb.train.AddedLoss;
import java.util.List;
import java.util.Set;

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

    /** With the weights of the losses as inputs. */
    public Scoring settable(boolean areSet) {
        return new Scoring(weighted, areSet, added);
    }
}
