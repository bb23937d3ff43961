package dev.plumb.runtime;

import dev.plumb.io.OptimizerState;
import dev.plumb.train.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an optimizer needs to go on where it was, as numbers and arrays: of the trainer that trained a network last, or out of a file of another library.
 *
 * @param state what it is, and how many steps it has taken
 * @param arrays what it keeps of each weight, in the shape of the weight, by {@link OptimizerState#arrayName}: {@code hidden/kernel/velocity}
 * @see Network#optimizer()
 * @see Network#optimizerFrom(SavedOptimizer)
 */
public record SavedOptimizer(OptimizerState state, Map<String, INDArray> arrays) {
    public SavedOptimizer {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** Whether an optimizer goes on with it: one of the same name, that needs no more arrays. What its {@linkplain Optimizer#options options} keep may begin anew. */
    public boolean isOf(Optimizer optimizer) {
        return state.name().equals(optimizer.name()) && state.slots().containsAll(TrainingState.ruleSlots(optimizer));
    }

    /** The learning rate of the next step of an optimizer that goes on with it: its own, or the one that was set in training, if it states what was stated then. */
    public double learningRate(Optimizer optimizer) {
        return TrainingState.setRate(state, optimizer)
                .orElseGet(() -> optimizer.learningRate().at(state.iteration()));
    }

    /** Whether the weights of the network are their averages for a time, and the averages the weights. */
    public boolean averagesInUse() {
        return TrainingState.averagesInUse(state);
    }
}
