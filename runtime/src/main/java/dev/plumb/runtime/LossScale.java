package dev.plumb.runtime;

import dev.plumb.train.Optimizer;
import dev.plumb.train.UpdateOptions;
import java.util.Map;
import java.util.Optional;

/** By how much the loss is multiplied before gradients are taken: always the same, or moving with what is seen of them, as Keras' {@code LossScaleOptimizer}. */
final class LossScale {
    private static final String SCALE = "loss_scale";
    private static final String STEPS = "loss_scale_steps";

    private final Optional<UpdateOptions.LossScaling> options;
    private double scale;

    /** How many steps were taken since the scale has moved. */
    private long steps;

    LossScale(Optimizer optimizer) {
        this.options = optimizer.options().lossScaling();
        this.scale = options.map(UpdateOptions.LossScaling::scale).orElse(1.0);
    }

    /** Whether the loss is multiplied at all. */
    boolean isUsed() {
        return options.isPresent();
    }

    /** Whether steps whose gradients are not finite are left out. */
    boolean isDynamic() {
        return options.map(scaling -> scaling.growthSteps() > 0).orElse(false);
    }

    float now() {
        return (float) scale;
    }

    /** After a step: a larger scale, if there were so many. */
    void taken() {
        if (isDynamic()) {
            steps++;
            if (steps == options.orElseThrow().growthSteps()) {
                scale = Math.min(2 * scale, 0x1p127);
                steps = 0;
            }
        }
    }

    /** After a step that was left out: a smaller scale. */
    void leftOut() {
        scale = Math.max(scale / 2, Float.MIN_NORMAL);
        steps = 0;
    }

    /** Adds what has to be saved. */
    void save(Map<String, Double> numbers) {
        if (isDynamic()) {
            numbers.put(SCALE, scale);
            numbers.put(STEPS, (double) steps);
        }
    }

    /** Takes what was saved, if this moves. */
    void restore(Map<String, Double> numbers) {
        Double saved = numbers.get(SCALE);
        if (isDynamic() && saved != null && saved >= Float.MIN_NORMAL && saved <= 0x1p127) {
            scale = saved;
            steps = Math.min(
                    numbers.getOrDefault(STEPS, 0.0).longValue(),
                    options.orElseThrow().growthSteps() - 1L);
        }
    }

    /** Removes what was saved: it is no setting. */
    static void forget(Map<String, Double> numbers) {
        numbers.remove(SCALE);
        numbers.remove(STEPS);
    }
}
