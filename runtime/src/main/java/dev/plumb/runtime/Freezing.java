package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.io.FreezingState;
import dev.plumb.weights.Trainability;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What of a network is trained at the moment, and how fast. Safe for use by several threads: each step of training looks once. */
final class Freezing {
    private final Graph declared;
    private final LayerPatterns layers;
    private volatile State state;

    /** What is trained, and the graph that says so. */
    private record State(Trainability trainability, Graph graph) {}

    /** As a graph declares it, but for what was changed since. */
    Freezing(Graph declared, FreezingState changes) {
        this.declared = declared;
        this.layers = new LayerPatterns(declared);
        this.state = state(new Trainability(frozen(declared, changes), changes.rates()));
    }

    private State state(Trainability trainability) {
        return new State(trainability, declared.withFrozen(trainability.frozen()));
    }

    /** What is trained now. */
    Trainability now() {
        return state.trainability();
    }

    /** The graph with what is frozen now. */
    Graph graph() {
        return state.graph();
    }

    /** The graph as it was declared. */
    Graph declared() {
        return declared;
    }

    /** The layers that are frozen, sorted. */
    SortedSet<String> frozen() {
        return new TreeSet<>(now().frozen());
    }

    /** Whether nothing can be trained though something could. */
    boolean isAll() {
        return !layers.trainable().isEmpty() && now().frozen().containsAll(layers.trainable());
    }

    /** What is said where the last layer was frozen in the middle of a training. */
    static IllegalStateException allInTraining(String model) {
        return new IllegalStateException("all layers of model '" + model
                + "' were frozen while it was trained, so the next step has nothing to train: end training instead, by"
                + " training.stop(reason) in a callback, or leave some layers unfrozen");
    }

    synchronized void freeze(String... patterns) {
        Set<String> frozen = new HashSet<>(now().frozen());
        frozen.addAll(layers.matching(patterns));
        set(frozen, now().rates());
    }

    synchronized void unfreeze(String... patterns) {
        Set<String> frozen = new HashSet<>(now().frozen());
        frozen.removeAll(layers.matching(patterns));
        set(frozen, now().rates());
    }

    synchronized void unfreezeLast(int count) {
        List<String> all = layers.trainable();
        if (count < 1 || count > all.size()) {
            throw new IllegalArgumentException("unfreezeLast takes from 1 to " + all.size() + " for model '"
                    + declared.name() + "', which has so many layers with weights that can be trained: found " + count);
        }
        Set<String> frozen = new HashSet<>(now().frozen());
        all.subList(all.size() - count, all.size()).forEach(frozen::remove);
        set(frozen, now().rates());
    }

    synchronized void rate(String pattern, double factor) {
        if (!((float) factor > 0 && Float.isFinite((float) factor))) {
            throw new IllegalArgumentException(
                    "the learning rate of '" + pattern + "' is multiplied by " + factor + ": must be above 0"
                            + (factor == 0 ? "; freeze stops training" : factor > 1 ? ", and finite" : ""));
        }
        Map<String, Double> rates = new HashMap<>(now().rates());
        for (String layer : layers.matching(pattern)) {
            if (factor == 1) {
                rates.remove(layer);
            } else {
                rates.put(layer, factor);
            }
        }
        set(now().frozen(), rates);
    }

    private void set(Set<String> frozen, Map<String, Double> rates) {
        Trainability next = new Trainability(frozen, rates);
        if (!next.equals(now())) {
            state = state(next);
        }
    }

    /** Takes over what differs from the declaration. */
    synchronized void restore(FreezingState changes) {
        set(frozen(declared, changes), changes.rates());
    }

    private static Set<String> frozen(Graph declared, FreezingState changes) {
        Set<String> frozen = new HashSet<>(Trainability.declared(declared).frozen());
        frozen.addAll(changes.frozen());
        frozen.removeAll(changes.unfrozen());
        return frozen;
    }

    /** What differs from the declaration. */
    FreezingState changes() {
        Set<String> stated = Trainability.declared(declared).frozen();
        Trainability now = now();
        Set<String> frozen = new HashSet<>(now.frozen());
        frozen.removeAll(stated);
        Set<String> unfrozen = new HashSet<>(stated);
        unfrozen.removeAll(now.frozen());
        return new FreezingState(frozen, unfrozen, now.rates());
    }
}
