package dev.plumb.train;

import java.util.Objects;

/**
 * A loss that is added to those of the outputs.
 *
 * @param name in logs
 * @param weight its factor in the total
 */
public record AddedLoss(String name, double weight, ModelLoss loss) {
    public AddedLoss {
        Objects.requireNonNull(name, "the name of the loss is null");
        Objects.requireNonNull(loss, () -> "the loss '" + name + "' is null");
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException("the weight of the loss '" + name + "' must be finite, found " + weight);
        }
    }
}
