package dev.plumb.keras.optimizer;

import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.layer.SnakeCase;
import dev.plumb.train.Adadelta;
import dev.plumb.train.Adagrad;
import dev.plumb.train.Adam;
import dev.plumb.train.AdamW;
import dev.plumb.train.Adamax;
import dev.plumb.train.Ftrl;
import dev.plumb.train.Lamb;
import dev.plumb.train.Lion;
import dev.plumb.train.Nadam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.RMSprop;
import dev.plumb.train.SGD;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which optimizer of Keras is which optimizer here. */
public final class KerasOptimizers {
    private static final String MODULE = "keras.optimizers";
    private static final String LEARNING_RATE = Optimizer.LEARNING_RATE;

    /** Numbers of ours that are true or false in Keras. */
    private static final Set<String> TRUTHS = Set.of("amsgrad", "centered", "nesterov");

    /** Optimizers that are on both sides and keep their arrays in other forms. */
    private static final Map<String, String> REFUSED = Map.of(
            "Adafactor", "Keras keeps rows and columns of a weight in other arrays than those here",
            "Muon", "Keras keeps no second moment of the weights that it orthogonalizes",
            "ScheduleFreeAdamW", "its averages are another sum in Keras",
            "LossScaleOptimizer", "the optimizer in it is to be saved without it");

    private static final Map<String, Row> ROWS = rows();

    private KerasOptimizers() {}

    private static Map<String, Row> rows() {
        Map<String, Row> rows = new TreeMap<>();
        List.of(
                        Row.of(
                                SGD.of(),
                                (rate, of) -> new SGD(rate, of.number("momentum"), of.isTrue("nesterov")),
                                "velocity"),
                        Row.of(
                                        Adam.of(),
                                        (rate, of) -> new Adam(
                                                rate,
                                                of.number("beta_1"),
                                                of.number("beta_2"),
                                                of.number("epsilon"),
                                                of.isTrue("amsgrad")),
                                        "momentum",
                                        "velocity")
                                .then("velocity_hat"),
                        Row.of(
                                        AdamW.of(),
                                        (rate, of) -> new AdamW(
                                                rate,
                                                of.number("beta_1"),
                                                of.number("beta_2"),
                                                of.number("epsilon"),
                                                of.number("weight_decay"),
                                                of.isTrue("amsgrad")),
                                        "momentum",
                                        "velocity")
                                .then("velocity_hat"),
                        Row.of(
                                        RMSprop.of(),
                                        (rate, of) -> new RMSprop(
                                                rate,
                                                of.number("rho"),
                                                of.number("momentum"),
                                                of.number("epsilon"),
                                                of.isTrue("centered")),
                                        "velocity")
                                .then("momentum")
                                .then("average_gradient"),
                        Row.of(
                                Adagrad.of(),
                                (rate, of) ->
                                        new Adagrad(rate, of.number("initial_accumulator_value"), of.number("epsilon")),
                                "accumulator"),
                        Row.of(
                                Adadelta.of(),
                                (rate, of) -> new Adadelta(rate, of.number("rho"), of.number("epsilon")),
                                "accumulated_grad",
                                "accumulated_delta_var"),
                        Row.of(
                                Adamax.of(),
                                (rate, of) -> new Adamax(
                                        rate, of.number("beta_1"), of.number("beta_2"), of.number("epsilon")),
                                "momentum",
                                "norm"),
                        Row.of(
                                Nadam.of(),
                                (rate, of) ->
                                        new Nadam(rate, of.number("beta_1"), of.number("beta_2"), of.number("epsilon")),
                                "momentum",
                                "velocity"),
                        Row.of(
                                Ftrl.of(),
                                (rate, of) -> new Ftrl(
                                        rate,
                                        of.number("learning_rate_power"),
                                        of.number("initial_accumulator_value"),
                                        of.number("l1_regularization_strength"),
                                        of.number("l2_regularization_strength"),
                                        of.number("l2_shrinkage_regularization_strength"),
                                        of.number("beta")),
                                "accumulator",
                                "linear"),
                        Row.of(
                                Lion.of(),
                                (rate, of) -> new Lion(rate, of.number("beta_1"), of.number("beta_2")),
                                "momentum"),
                        Row.of(
                                Lamb.of(),
                                (rate, of) ->
                                        new Lamb(rate, of.number("beta_1"), of.number("beta_2"), of.number("epsilon")),
                                "momentum",
                                "velocity"))
                .forEach(row -> rows.put(row.name(), row));
        return rows;
    }

    /** The optimizers that are read and written. */
    public static Set<String> names() {
        return ROWS.keySet();
    }

    /** The row of an optimizer. */
    static Row row(String name) throws NoCounterpart {
        Row row = ROWS.get(name);
        if (row == null) {
            throw new NoCounterpart(REFUSED.getOrDefault(name, "it is none of " + String.join(", ", ROWS.keySet())));
        }
        return row;
    }

    /**
     * The optimizer that one of Keras is.
     *
     * @param given as a file has it: an object, or only the name of one with Keras's defaults
     * @throws NoCounterpart if there is none
     */
    public static Optimizer read(Object given) throws NoCounterpart {
        String className = given instanceof String name
                ? named(name)
                : Json.kerasClass(given).orElse(Json.shown(given)).replaceFirst("^.*>", "");
        Row row = row(className);
        Options options = new Options(Json.config(given)).ignoring("jit_compile", "is_legacy_optimizer");
        try {
            Object rate = options.find(LEARNING_RATE)
                    .orElse(row.standard().learningRate().at(0));
            Optimizer made = row.maker().make(Schedules.read(rate), numbers(row, options));
            Optimizer configured = CommonOptions.read(made, options);
            options.requireAllKnown();
            return configured;
        } catch (IllegalArgumentException e) {
            throw new NoCounterpart(e.getMessage());
        }
    }

    /** Keras finds an optimizer by its name in any case. */
    private static String named(String given) {
        return ROWS.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(given.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(given);
    }

    private static Row.Hyperparameters numbers(Row row, Options options) {
        return new Row.Hyperparameters() {
            @Override
            public double number(String name) throws NoCounterpart {
                Optional<Double> stated = options.findNumber(name);
                return stated.isPresent()
                        ? stated.get()
                        : row.standard().hyperparameters().getOrDefault(name, 0.0);
            }

            @Override
            public boolean isTrue(String name) throws NoCounterpart {
                return options.isTrue(name);
            }
        };
    }

    /**
     * The optimizer of Keras that an optimizer is.
     *
     * @param rate the learning rate as it is now, where it stays the same
     * @throws NoCounterpart if there is none
     */
    public static Map<String, @Nullable Object> write(Optimizer optimizer, double rate) throws NoCounterpart {
        row(optimizer.name());
        Object schedule = Schedules.write(optimizer.learningRate());
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", SnakeCase.of(optimizer.name()));
        config.put(LEARNING_RATE, schedule instanceof Number ? (Object) rate : schedule);
        CommonOptions.write(optimizer, config);
        Map<String, Double> own = new HashMap<>(optimizer.hyperparameters());
        own.keySet().removeAll(config.keySet());
        new TreeMap<>(own)
                .forEach((name, number) -> config.put(name, TRUTHS.contains(name) ? (Object) (number != 0) : number));
        return Json.made(MODULE, optimizer.name(), config);
    }
}
