package dev.plumb.keras.optimizer;

import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.train.schedule.ConstantRate;
import dev.plumb.train.schedule.CosineDecay;
import dev.plumb.train.schedule.CosineDecayRestarts;
import dev.plumb.train.schedule.ExponentialDecay;
import dev.plumb.train.schedule.InverseTimeDecay;
import dev.plumb.train.schedule.LearningRateSchedule;
import dev.plumb.train.schedule.PiecewiseConstantDecay;
import dev.plumb.train.schedule.PolynomialDecay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learning rates: a number, or a schedule, in Keras and here. */
final class Schedules {
    private static final String INITIAL = "initial_learning_rate";
    private static final String STEPS = "decay_steps";
    private static final String RATE = "decay_rate";
    private static final String STAIRCASE = "staircase";
    private static final String ALPHA = "alpha";
    private static final String FIRST_STEPS = "first_decay_steps";

    private static final Map<String, Reader> READERS = Map.of(
            "ExponentialDecay",
            options -> new ExponentialDecay(
                    options.number(INITIAL), options.whole(STEPS), options.number(RATE), options.isTrue(STAIRCASE)),
            "InverseTimeDecay",
            options -> new InverseTimeDecay(
                    options.number(INITIAL), options.whole(STEPS), options.number(RATE), options.isTrue(STAIRCASE)),
            "PolynomialDecay",
            options -> new PolynomialDecay(
                    options.number(INITIAL),
                    options.whole(STEPS),
                    options.number("end_learning_rate"),
                    options.number("power"),
                    options.isTrue("cycle")),
            "PiecewiseConstantDecay",
            options -> new PiecewiseConstantDecay(
                    numbers(options, "boundaries").stream()
                            .map(Double::longValue)
                            .toList(),
                    numbers(options, "values")),
            "CosineDecay",
            Schedules::cosine,
            "CosineDecayRestarts",
            options -> new CosineDecayRestarts(
                    options.number(INITIAL),
                    options.whole(FIRST_STEPS),
                    options.number("t_mul"),
                    options.number("m_mul"),
                    options.number(ALPHA)));

    private Schedules() {}

    /** Makes a schedule of what Keras says of it. */
    private interface Reader {
        LearningRateSchedule read(Options options) throws NoCounterpart;
    }

    /** The learning rate that the option of an optimizer is. */
    static LearningRateSchedule read(Object given) throws NoCounterpart {
        if (given instanceof Number) {
            return LearningRateSchedule.constant(new Options(Map.of(INITIAL, given)).number(INITIAL));
        }
        String className = Json.kerasClass(given).orElse(Json.shown(given));
        Reader reader = READERS.get(className);
        if (reader == null) {
            throw new NoCounterpart("its learning_rate is " + className + ", expected a number or one of "
                    + String.join(", ", READERS.keySet().stream().sorted().toList()));
        }
        Options options = new Options(Json.config(given));
        LearningRateSchedule schedule = reader.read(options);
        options.requireAllKnown();
        return schedule;
    }

    private static LearningRateSchedule cosine(Options options) throws NoCounterpart {
        CosineDecay falling =
                new CosineDecay(options.number(INITIAL), options.whole(STEPS)).alpha(options.number(ALPHA));
        Optional<Double> target = options.findNumber("warmup_target");
        long steps = options.find("warmup_steps").isPresent() ? options.whole("warmup_steps") : 0;
        return target.isPresent() && steps > 0 ? falling.warmup(target.get(), steps) : falling;
    }

    private static List<Double> numbers(Options options, String option) throws NoCounterpart {
        List<Double> numbers = new ArrayList<>();
        for (Object item : Json.items(options.find(option).orElse(List.of()))) {
            if (!(item instanceof Number number)) {
                throw new NoCounterpart("its option " + option + " has " + Json.shown(item) + ", expected numbers");
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    /** What Keras says of a learning rate. */
    static Object write(LearningRateSchedule schedule) throws NoCounterpart {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (schedule instanceof ConstantRate constant) {
            return constant.rate();
        } else if (schedule instanceof ExponentialDecay decay) {
            falling(config, decay.initial(), decay.decaySteps());
            config.put(RATE, decay.decayRate());
            config.put(STAIRCASE, decay.staircase());
        } else if (schedule instanceof InverseTimeDecay decay) {
            falling(config, decay.initial(), decay.decaySteps());
            config.put(RATE, decay.decayRate());
            config.put(STAIRCASE, decay.staircase());
        } else if (schedule instanceof PolynomialDecay decay) {
            falling(config, decay.initial(), decay.decaySteps());
            config.put("end_learning_rate", decay.end());
            config.put("power", decay.power());
            config.put("cycle", decay.cycle());
        } else if (schedule instanceof PiecewiseConstantDecay decay) {
            config.put("boundaries", decay.boundaries());
            config.put("values", decay.values());
        } else if (schedule instanceof CosineDecay decay) {
            falling(config, decay.initial(), decay.decaySteps());
            config.put(ALPHA, decay.alpha());
            config.put("warmup_target", decay.warmupSteps() > 0 ? decay.warmupTarget() : null);
            config.put("warmup_steps", decay.warmupSteps());
        } else if (schedule instanceof CosineDecayRestarts decay) {
            config.put(INITIAL, decay.initial());
            config.put(FIRST_STEPS, decay.firstDecaySteps());
            config.put("t_mul", decay.lengthFactor());
            config.put("m_mul", decay.heightFactor());
            config.put(ALPHA, decay.alpha());
        } else {
            throw new NoCounterpart(
                    "its learning rate is code in Java: Keras has the schedules of dev.plumb.train.schedule");
        }
        return Json.made("keras.optimizers.schedules", schedule.getClass().getSimpleName(), config);
    }

    private static void falling(Map<String, @Nullable Object> config, double initial, long steps) {
        config.put(INITIAL, initial);
        config.put(STEPS, steps);
    }
}
