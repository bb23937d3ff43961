package dev.plumb.train.schedule;

import java.util.List;

/**
 * One rate after another, as Keras' {@code PiecewiseConstantDecay}: {@code values[i]} up to and with step {@code boundaries[i]}, and the last value
 * behind the last boundary.
 *
 * @param boundaries rising
 * @param values one more, each above 0
 */
public record PiecewiseConstantDecay(List<Long> boundaries, List<Double> values) implements LearningRateSchedule {

    public PiecewiseConstantDecay {
        boundaries = List.copyOf(boundaries);
        values = List.copyOf(values);
        Requirements.require(
                values.size() == boundaries.size() + 1,
                "the number of values",
                values.size(),
                "one more than that of boundaries, " + boundaries.size());
        for (int i = 1; i < boundaries.size(); i++) {
            Requirements.require(
                    boundaries.get(i) > boundaries.get(i - 1),
                    "boundary " + i,
                    boundaries.get(i),
                    "above the one before, " + boundaries.get(i - 1));
        }
        values.forEach(value -> Requirements.rate("a value", value));
    }

    @Override
    public double at(long iteration) {
        int i = 0;
        while (i < boundaries.size() && iteration > boundaries.get(i)) {
            i++;
        }
        return values.get(i);
    }
}
