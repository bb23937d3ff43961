package dev.plumb.train;

import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule with options.
 *
 * @param rule what the options are around
 */
record ConfiguredOptimizer(Optimizer rule, UpdateOptions options) implements Optimizer {

    /** A rule with these options, which may be those that it has by itself. */
    static Optimizer of(Optimizer rule, UpdateOptions options) {
        return options.equals(rule.options()) ? rule : new ConfiguredOptimizer(rule, options);
    }

    @Override
    public Optimizer options(UpdateOptions changed) {
        return rule.options(changed);
    }

    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public LearningRateSchedule learningRate() {
        return rule.learningRate();
    }

    @Override
    public Map<String, Double> hyperparameters() {
        Map<String, Double> all = new LinkedHashMap<>(rule.hyperparameters());
        all.putAll(options.hyperparameters());
        return all;
    }

    @Override
    public List<String> slots() {
        List<String> all = new ArrayList<>(rule.slots());
        all.addAll(options.slots());
        return List.copyOf(all);
    }

    @Override
    public double initial(String slot) {
        return options.slots().contains(slot) ? 0 : rule.initial(slot);
    }

    @Override
    public List<String> scalars() {
        return rule.scalars();
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        return rule.scalar(index, updates, rate);
    }

    @Override
    public Update update(State state) {
        return rule.update(state);
    }

    @Override
    public boolean staysWithoutGradient() {
        return rule.staysWithoutGradient();
    }

    @Override
    public boolean byWeight() {
        return rule.byWeight();
    }

    @Override
    public List<Integer> slotShape(String slot, List<Integer> weight) {
        return rule.slotShape(slot, weight);
    }
}
