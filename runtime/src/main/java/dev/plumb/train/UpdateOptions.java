package dev.plumb.train;

import dev.plumb.weights.PathPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is done around the rule of any optimizer, as Keras 3 does it, in this order: gradients are {@linkplain
 * #lossScaling divided by the loss scale}, {@linkplain #accumulation accumulated} and {@linkplain
 * #clipping clipped}, weights {@linkplain #weightDecay decay}, the rule moves them, their {@linkplain #averageMomentum averages} follow, constraints hold.
 * Given by the methods of {@link Optimizer}.
 *
 * @param clipping of the gradients
 * @param weightDecay the share of a weight that a step takes off at a learning rate of 1
 * @param undecayed patterns of the weights that do not decay; see {@link Optimizer#excludeFromWeightDecay}
 * @param averageMomentum how much of the average of a weight each step keeps, if there are averages
 * @param averageFrequency after how many steps weights are set to their averages, if they are
 * @param accumulation the number of steps whose gradients are averaged; 1 if each step moves the weights
 * @param lossScaling what the loss is multiplied by before gradients are taken, and gradients are divided by
 */
public record UpdateOptions(
        Optional<Clipping> clipping,
        double weightDecay,
        List<String> undecayed,
        OptionalDouble averageMomentum,
        OptionalInt averageFrequency,
        int accumulation,
        Optional<LossScaling> lossScaling) {

    /** The state array with the averages of the weights. */
    public static final String AVERAGE = "average";

    /** The state array with the sums of gradients. */
    public static final String ACCUMULATOR = "gradient_accumulator";

    /** The rule alone. */
    public static final UpdateOptions NONE = new UpdateOptions(
            Optional.empty(), 0, List.of(), OptionalDouble.empty(), OptionalInt.empty(), 1, Optional.empty());

    /** A way to clip gradients. */
    public enum Clip {
        /** The norm of the gradient of each weight. */
        NORM("clipNorm", "clipnorm"),
        /** Each number. */
        VALUE("clipValue", "clipvalue"),
        /** The norm of all gradients. */
        GLOBAL_NORM("globalClipNorm", "global_clipnorm");

        private final String method;
        private final String inKeras;

        Clip(String method, String inKeras) {
            this.method = method;
            this.inKeras = inKeras;
        }
    }

    /**
     * How gradients are clipped.
     *
     * @param limit the largest norm or value, above 0
     */
    public record Clipping(Clip kind, double limit) {
        @Override
        public String toString() {
            return kind.method + "(" + limit + ")";
        }
    }

    /**
     * How the loss is scaled.
     *
     * @param scale at first, above 0
     * @param growthSteps after how many steps with finite gradients it is doubled; 0 if it stays
     */
    public record LossScaling(double scale, int growthSteps) {}

    public UpdateOptions {
        undecayed = List.copyOf(undecayed);
    }

    UpdateOptions clipped(String optimizer, Clipping next) {
        Hyperparameters.positive(optimizer, next.kind().method, next.limit());
        clipping.filter(before -> before.kind() != next.kind()).ifPresent(before -> {
            throw new IllegalArgumentException(
                    optimizer + " clips gradients by " + before + " already and cannot clip by " + next
                            + " too: choose one of clipNorm, clipValue and globalClipNorm");
        });
        return new UpdateOptions(
                Optional.of(next),
                weightDecay,
                undecayed,
                averageMomentum,
                averageFrequency,
                accumulation,
                lossScaling);
    }

    UpdateOptions weightDecay(double decay) {
        return new UpdateOptions(
                clipping, decay, undecayed, averageMomentum, averageFrequency, accumulation, lossScaling);
    }

    UpdateOptions undecayed(List<String> patterns) {
        return new UpdateOptions(
                clipping, weightDecay, patterns, averageMomentum, averageFrequency, accumulation, lossScaling);
    }

    UpdateOptions averaging(double momentum) {
        return new UpdateOptions(
                clipping,
                weightDecay,
                undecayed,
                OptionalDouble.of(momentum),
                averageFrequency,
                accumulation,
                lossScaling);
    }

    UpdateOptions averaging(double momentum, int frequency) {
        return new UpdateOptions(
                clipping,
                weightDecay,
                undecayed,
                OptionalDouble.of(momentum),
                OptionalInt.of(frequency),
                accumulation,
                lossScaling);
    }

    UpdateOptions accumulating(int steps) {
        return new UpdateOptions(
                clipping, weightDecay, undecayed, averageMomentum, averageFrequency, steps, lossScaling);
    }

    UpdateOptions scaling(LossScaling scaling) {
        return new UpdateOptions(
                clipping,
                weightDecay,
                undecayed,
                averageMomentum,
                averageFrequency,
                accumulation,
                Optional.of(scaling));
    }

    /**
     * How often weights were moved before a step.
     *
     * @param steps the number of steps before
     * @param missed those of them that went without these weights
     */
    public long updates(long steps, long missed) {
        return steps / accumulation - missed / accumulation;
    }

    /** Whether a weight decays, given by its path. */
    public boolean decays(String path) {
        return weightDecay > 0
                && undecayed.stream()
                        .noneMatch(pattern -> PathPattern.of(pattern).names(path));
    }

    /** The names of the state arrays that they need beside those of the rule. */
    public List<String> slots() {
        List<String> averages = averageMomentum.isPresent() ? List.of(AVERAGE) : List.of();
        List<String> sums = accumulation > 1 ? List.of(ACCUMULATOR) : List.of();
        return averages.isEmpty() ? sums : sums.isEmpty() ? averages : List.of(AVERAGE, ACCUMULATOR);
    }

    /** The numbers that define them, by their names in Keras; each pattern that excludes weights from decay is a 1 by {@code exclude_from_weight_decay/} and itself. */
    Map<String, Double> hyperparameters() {
        Map<String, Double> named = new LinkedHashMap<>();
        clipping.ifPresent(clip -> named.put(clip.kind().inKeras, clip.limit()));
        if (weightDecay > 0) {
            named.put("weight_decay", weightDecay);
        }
        undecayed.forEach(pattern -> named.put("exclude_from_weight_decay/" + pattern, 1.0));
        averageMomentum.ifPresent(momentum -> named.put("ema_momentum", momentum));
        averageFrequency.ifPresent(steps -> named.put("ema_overwrite_frequency", (double) steps));
        if (accumulation > 1) {
            named.put("gradient_accumulation_steps", (double) accumulation);
        }
        lossScaling.ifPresent(scaling -> {
            boolean stays = scaling.growthSteps() == 0;
            named.put(stays ? "loss_scale_factor" : "initial_scale", scaling.scale());
            if (!stays) {
                named.put("dynamic_growth_steps", (double) scaling.growthSteps());
            }
        });
        return named;
    }
}
