package dev.plumb.runtime;

import dev.plumb.weights.Seeds;
import java.util.List;

/**
 * Seeds of what is drawn at random in a step. The first follows from the number of the step alone, so training that goes on from a file draws
 * what it would have drawn; further ones, before the next step is taken, are others, so the parts of a sum of gradients have dropout masks of their own.
 */
final class StepSeeds {
    /** How many numbers {@link #drawn()} gives. */
    static final int DRAWN = 2;

    private long step = -1;
    private long drawn;

    /** The seed of a batch that is scored, by its number from 0: another for each, and the same in each evaluation. */
    static long ofEvaluation(int batch) {
        return batch == 0 ? 0 : Seeds.derive(0, batch);
    }

    /** What the next seed follows from, beside the seed of the model and the number of steps. */
    synchronized List<Long> drawn() {
        return List.of(step, drawn);
    }

    /** Goes on from what {@link #drawn} gave. */
    synchronized void goOn(List<Long> from) {
        step = from.get(0);
        drawn = from.get(1);
    }

    /**
     * The next seed.
     *
     * @param seed of the model
     * @param iteration the number of steps before
     */
    synchronized long next(long seed, long iteration) {
        drawn = iteration == step ? drawn + 1 : 0;
        step = iteration;
        long first = Seeds.derive(seed, iteration);
        return drawn == 0 ? first : Seeds.derive(first, drawn);
    }
}
