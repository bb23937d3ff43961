package dev.plumb.keras.optimizer;

import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.train.Optimizer;
import dev.plumb.train.UpdateOptions;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The options that all optimizers of Keras have, and all of ours. */
final class CommonOptions {
    private static final String DECAY = "weight_decay";
    private static final String AVERAGES = "use_ema";
    private static final String AVERAGE_MOMENTUM = "ema_momentum";
    private static final String AVERAGE_STEPS = "ema_overwrite_frequency";
    private static final String SCALE = "loss_scale_factor";
    private static final String ACCUMULATION = "gradient_accumulation_steps";
    private static final double STANDARD_MOMENTUM = 0.99;

    private CommonOptions() {}

    static Optimizer read(Optimizer rule, Options options) throws NoCounterpart {
        Optimizer made = rule;
        Optional<Double> decay = options.findNumber(DECAY);
        if (decay.isPresent()) {
            made = made.weightDecay(decay.get());
        }
        Optional<Double> norm = options.findNumber("clipnorm");
        if (norm.isPresent()) {
            made = made.clipNorm(norm.get());
        }
        Optional<Double> globalNorm = options.findNumber("global_clipnorm");
        if (globalNorm.isPresent()) {
            made = made.globalClipNorm(globalNorm.get());
        }
        Optional<Double> value = options.findNumber("clipvalue");
        if (value.isPresent()) {
            made = made.clipValue(value.get());
        }
        double momentum = options.findNumber(AVERAGE_MOMENTUM).orElse(STANDARD_MOMENTUM);
        Optional<Object> frequency = options.find(AVERAGE_STEPS);
        if (options.isTrue(AVERAGES)) {
            made = frequency.isPresent()
                    ? made.movingAverage(momentum, Math.toIntExact(options.whole(AVERAGE_STEPS)))
                    : made.movingAverage(momentum);
        }
        Optional<Double> scale = options.findNumber(SCALE);
        if (scale.isPresent()) {
            made = made.lossScale(scale.get());
        }
        return options.find(ACCUMULATION).isPresent()
                ? made.accumulateGradients(Math.toIntExact(options.whole(ACCUMULATION)))
                : made;
    }

    static void write(Optimizer optimizer, Map<String, @Nullable Object> config) throws NoCounterpart {
        UpdateOptions options = optimizer.options();
        if (!options.undecayed().isEmpty()) {
            throw new NoCounterpart("some weights do not decay (" + String.join(", ", options.undecayed())
                    + "), which no file of Keras says: call exclude_from_weight_decay there");
        }
        if (options.lossScaling().filter(scaling -> scaling.growthSteps() > 0).isPresent()) {
            throw new NoCounterpart("its loss scale moves, which is an optimizer around it in Keras");
        }
        config.put(DECAY, options.weightDecay() > 0 ? options.weightDecay() : null);
        config.put("clipnorm", limit(options, UpdateOptions.Clip.NORM));
        config.put("global_clipnorm", limit(options, UpdateOptions.Clip.GLOBAL_NORM));
        config.put("clipvalue", limit(options, UpdateOptions.Clip.VALUE));
        config.put(AVERAGES, options.averageMomentum().isPresent());
        config.put(AVERAGE_MOMENTUM, options.averageMomentum().orElse(STANDARD_MOMENTUM));
        config.put(
                AVERAGE_STEPS,
                options.averageFrequency().isPresent()
                        ? options.averageFrequency().getAsInt()
                        : null);
        config.put(SCALE, number(options.lossScaling(), UpdateOptions.LossScaling::scale));
        config.put(ACCUMULATION, options.accumulation() > 1 ? options.accumulation() : null);
    }

    private static @Nullable Object limit(UpdateOptions options, UpdateOptions.Clip kind) {
        return number(options.clipping().filter(one -> one.kind() == kind), UpdateOptions.Clipping::limit);
    }

    private static <T> @Nullable Object number(Optional<T> option, ToDoubleFunction<T> number) {
        return option.map(one -> (Object) number.applyAsDouble(one)).orElse(null);
    }
}
