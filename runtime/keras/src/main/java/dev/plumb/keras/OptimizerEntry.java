package dev.plumb.keras;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.io.FormatException;
import dev.plumb.io.OptimizerState;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.optimizer.StateOrder;
import dev.plumb.runtime.SavedOptimizer;
import dev.plumb.train.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an optimizer carries from step to step, as arrays without names in the order of {@link StateOrder}.
 *
 * @param optimizer as it was compiled
 * @param graph with what is frozen
 * @param weights the paths of the weights that are trained, in Keras's order
 */
record OptimizerEntry(Optimizer optimizer, Graph graph, List<String> weights) {
    OptimizerEntry {
        weights = List.copyOf(weights);
    }

    /** The weights of these that are trained, in their order. */
    static OptimizerEntry of(Optimizer optimizer, Graph graph, List<String> inOrder) {
        Map<String, Weight> trained = trained(graph);
        return new OptimizerEntry(
                optimizer,
                graph,
                inOrder.stream().filter(trained::containsKey).distinct().toList());
    }

    private static Map<String, Weight> trained(Graph graph) {
        return weights(graph, true);
    }

    /** The weights that can be trained, by their paths: those of layers that are trained, or of those that are not. */
    private static Map<String, Weight> weights(Graph graph, boolean trained) {
        Map<String, Weight> all = new TreeMap<>();
        for (Node node : graph.nodes()) {
            if (node.trainable() == trained) {
                node.weights().stream().filter(Weight::trainable).forEach(weight -> all.put(node.path(weight), weight));
            }
        }
        return all;
    }

    /**
     * The state that arrays of a file are.
     *
     * @param place of the arrays
     * @param steps the first of them
     * @throws NoCounterpart if Keras keeps another state of such an optimizer
     */
    SavedOptimizer read(String place, double steps, List<KerasArray> arrays) throws NoCounterpart, FormatException {
        List<String> names = StateOrder.of(optimizer, weights);
        boolean isAtStart = arrays.size() <= 2; // compiled, and not trained
        if (arrays.isEmpty() || (!isAtStart && arrays.size() != names.size())) {
            throw new FormatException(place + ": it has " + arrays.size() + " arrays, expected " + names.size() + " of "
                    + optimizer.name() + " with " + weights.size()
                    + " trained weights: if layers were frozen or unfrozen since, compile the model and save it again");
        }
        if (!(steps >= 0 && steps <= 1L << 53)) {
            throw new FormatException(place + "/0: it has taken " + steps + " steps, expected a number from 0");
        }
        Map<String, Weight> trained = trained(graph);
        Map<String, INDArray> read = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int end = name.lastIndexOf('/');
            if (end >= 0) {
                Weight weight = trained.get(name.substring(0, end));
                long[] shape = weight == null ? new long[0] : weight.shape().sizes();
                read.put(
                        name,
                        isAtStart
                                ? start(name.substring(end + 1), shape)
                                : arrays.get(i).array(place, shape));
            }
        }
        return new SavedOptimizer(state((long) steps), read);
    }

    private INDArray start(String slot, long... shape) {
        return Nd4j.create(DataType.FLOAT, shape, 'c').assign(optimizer.initial(slot));
    }

    private OptimizerState state(long steps) {
        Map<String, Long> missed = new LinkedHashMap<>();
        if (steps > 0) {
            weights(graph, false).keySet().forEach(weight -> missed.put(weight, steps));
        }
        return new OptimizerState(optimizer.name(), steps, 0, optimizer.hyperparameters(), optimizer.slots(), missed);
    }

    /** The arrays of a state by names, in Keras's order. */
    Map<String, INDArray> written(SavedOptimizer saved, double rate) throws NoCounterpart {
        Map<String, Weight> trained = trained(graph);
        long steps = saved.state().iteration();
        Map<String, INDArray> written = new LinkedHashMap<>();
        for (String name : StateOrder.of(optimizer, weights)) {
            int end = name.lastIndexOf('/');
            INDArray array =
                    switch (name) {
                        case StateOrder.ITERATION -> Nd4j.scalar(steps);
                        case StateOrder.LEARNING_RATE -> Nd4j.scalar((float) rate);
                        case StateOrder.MOMENTUM_PRODUCT ->
                            Nd4j.scalar((float) StateOrder.momentumProduct(optimizer, steps));
                        default -> saved.arrays().get(name);
                    };
            if (array == null) {
                Weight weight = trained.get(name.substring(0, end));
                array = start(
                        name.substring(end + 1),
                        weight == null ? new long[0] : weight.shape().sizes());
            }
            written.put(name, array);
        }
        return written;
    }

    /** Why Keras could not go on from a state as a trainer here does. */
    List<String> refusals(SavedOptimizer saved) {
        List<String> refused = new ArrayList<>();
        String optimizerNamed = "the optimizer " + optimizer.name() + ": ";
        long steps = saved.state().iteration();
        Map<String, Weight> frozen = weights(graph, false);
        saved.state().missed().forEach((weight, missed) -> {
            if (missed > 0 && !(frozen.containsKey(weight) && missed == steps)) {
                refused.add(optimizerNamed + "'" + weight + "' has missed " + missed + " of " + steps
                        + " steps, because it was frozen, and Keras counts steps for all weights together");
            }
        });
        if (steps > 0) {
            frozen.keySet().stream()
                    .filter(weight -> !saved.state().missed().containsKey(weight))
                    .forEach(weight -> refused.add(optimizerNamed + "it has a state of '" + weight
                            + "', which is frozen now, and Keras keeps none of frozen weights: unfreeze it"));
        }
        if (saved.averagesInUse()) {
            refused.add(optimizerNamed + "the weights are their averages for a time: set them back first");
        }
        return refused;
    }
}
