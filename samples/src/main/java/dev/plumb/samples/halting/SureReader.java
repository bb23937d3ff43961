package dev.plumb.samples.halting;

import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.TANH;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adaptive computation time of Graves, 2016 (arXiv 1603.08983): after each reading the network says what it believes, and how likely it wants to
 * stop there. It goes on until these probabilities add up to almost 1; its answer is what it believed, weighted by them. The values decide how
 * long the loop runs: until all of a batch have stopped.
 */
final class SureReader extends EagerModel<List<Evidence>, SureReader.Answer> {
    private static final int UNITS = 16;
    private static final float ALMOST_NOTHING = 0.01f;

    private final EagerLayer read = layer("read", Layers.dense(UNITS).activation(TANH));
    private final EagerLayer stop = layer("stop", Layers.dense(1).activation(SIGMOID));
    private final EagerLayer believe = layer("believe", Layers.dense(1).activation(SIGMOID));

    SureReader(long seed) {
        super(seed);
    }

    /**
     * For some instruments.
     *
     * @param probability of plus: (instruments, 1)
     * @param rest what was left for the last reading of each: (instruments, 1); with the number of readings it is what Graves calls ponder cost
     * @param steps how many readings each took
     */
    record Answer(Var probability, Var rest, List<Integer> steps) {}

    @Override
    public Answer call(EagerContext context, List<Evidence> evidence) {
        int count = evidence.size();
        Open open = new Open(count);
        Var state = context.fill(0, count, UNITS);
        Var left = context.fill(1, count, 1);
        Var probability = context.fill(0, count, 1);
        Var rest = context.fill(0, count, 1);
        for (int step = 0; open.isAny(); step++) {
            state = read.call(context, state.concatenate(1, readings(context, evidence, step)));
            Var wanted = stop.call(context, state);
            float[] ending = open.take(context.numbers(left.minus(wanted)), step == Evidence.MOST - 1);
            Var last = context.floats(ending, count, 1);
            Var share = wanted.times(context.floats(open.going(), count, 1)).plus(left.times(last));
            probability = probability.plus(share.times(believe.call(context, state)));
            rest = rest.plus(left.times(last));
            left = left.minus(share);
        }
        return new Answer(probability, rest, open.steps());
    }

    /** Who has not stopped yet, and how many readings each has taken. */
    private static final class Open {
        private final float[] going;
        private final int[] steps;

        Open(int count) {
            going = new float[count];
            steps = new int[count];
            Arrays.fill(going, 1);
        }

        /** 1 for those that have not stopped, 0 for others. */
        float[] going() {
            return going;
        }

        List<Integer> steps() {
            return Arrays.stream(steps).boxed().toList();
        }

        boolean isAny() {
            return IntStream.range(0, going.length).anyMatch(i -> going[i] > 0);
        }

        /** One more reading for all that are open: 1 for those that stop with it, since almost nothing is left. */
        float[] take(float[] left, boolean isLast) {
            float[] ending = new float[going.length];
            for (int i = 0; i < going.length; i++) {
                if (going[i] > 0) {
                    steps[i]++;
                    ending[i] = isLast || left[i] < ALMOST_NOTHING ? 1 : 0;
                    going[i] -= ending[i];
                }
            }
            return ending;
        }
    }

    private static Var readings(EagerContext context, List<Evidence> evidence, int step) {
        float[] readings = new float[evidence.size()];
        for (int i = 0; i < readings.length; i++) {
            readings[i] = evidence.get(i).readings().get(step);
        }
        return context.floats(readings, readings.length, 1);
    }
}
