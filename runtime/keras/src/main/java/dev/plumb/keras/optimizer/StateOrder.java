package dev.plumb.keras.optimizer;

import dev.plumb.io.OptimizerState;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.train.Optimizer;
import dev.plumb.train.UpdateOptions;
import dev.plumb.train.schedule.ConstantRate;
import java.util.ArrayList;
import java.util.List;

/** The order in which a file of Keras has what an optimizer carries from step to step: numbers that have no names there. */
public final class StateOrder {
    /** The number of steps. */
    public static final String ITERATION = "iteration";

    /** The learning rate, where it follows no schedule. */
    public static final String LEARNING_RATE = Optimizer.LEARNING_RATE;

    /** The product of the momentums so far, which Nadam has in Keras; here it follows from the number of steps. */
    public static final String MOMENTUM_PRODUCT = "momentum_product";

    private static final String WITH_PRODUCT = "Nadam";

    private StateOrder() {}

    /**
     * The names of all of it: {@link #ITERATION}, {@link #LEARNING_RATE}, {@link #MOMENTUM_PRODUCT}, and what {@link OptimizerState#arrayName} gives for arrays.
     *
     * @param weights the paths of the weights that are trained, in Keras's order
     * @throws NoCounterpart if Keras has no such optimizer, or keeps another state
     */
    public static List<String> of(Optimizer optimizer, List<String> weights) throws NoCounterpart {
        Row row = KerasOptimizers.row(optimizer.name());
        List<String> names = new ArrayList<>(List.of(ITERATION));
        if (optimizer.learningRate() instanceof ConstantRate) {
            names.add(LEARNING_RATE);
        }
        List<List<String>> blocks =
                new ArrayList<>(List.of(List.of(UpdateOptions.AVERAGE), List.of(UpdateOptions.ACCUMULATOR)));
        blocks.addAll(row.blocks());
        for (List<String> block : blocks) {
            for (String weight : weights) {
                block.stream()
                        .filter(optimizer.slots()::contains)
                        .forEach(slot -> names.add(OptimizerState.arrayName(weight, slot)));
            }
        }
        if (optimizer.name().equals(WITH_PRODUCT)) {
            names.add(MOMENTUM_PRODUCT);
        }
        return names;
    }

    /** {@link #MOMENTUM_PRODUCT} after some steps (keras/src/optimizers/nadam.py). */
    public static double momentumProduct(Optimizer optimizer, long steps) {
        double beta = optimizer.hyperparameters().getOrDefault("beta_1", 0.0);
        double product = 1;
        for (long step = 1; step <= steps && product > Float.MIN_VALUE; step++) {
            product *= beta * (1 - 0.5 * Math.pow(0.96, (double) step));
        }
        return product;
    }
}
