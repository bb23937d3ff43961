package dev.plumb.weights;

import dev.plumb.engine.plan.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Trained weights that lie one after the other, in their block as well as in the flat arrays of an optimizer, and for which the same numbers
 * hold: what one kernel updates.
 *
 * @param storage the block
 * @param offset the first element in the block
 * @param flat the first element in the flat arrays
 * @param elements how many there are, gaps included
 * @param rate the factor on the learning rate
 * @param missed the steps of training that went without these weights, because they were frozen
 */
public record WeightRange(Storage storage, long offset, long flat, long elements, double rate, long missed) {

    /** The fewest ranges that cover the weights that are trained, in the order of the flat arrays. */
    public static List<WeightRange> of(WeightStore weights, Trainability trainability, ToLongFunction<String> missed) {
        List<WeightStore.Entry> trained = weights.entries().stream()
                .filter(trainability::trains)
                .sorted(Comparator.comparingLong(WeightStore.Entry::flat))
                .toList();
        List<WeightRange> ranges = new ArrayList<>();
        for (WeightStore.Entry entry : trained) {
            long elements = (entry.type().elements() + WeightPlaces.LINE - 1L) / WeightPlaces.LINE * WeightPlaces.LINE;
            WeightRange next = new WeightRange(
                    entry.block().storage(),
                    entry.offset(),
                    entry.flat(),
                    elements,
                    trainability.rate(entry.layer()),
                    missed.applyAsLong(entry.path()));
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).isFollowedBy(next)) {
                ranges.set(last, ranges.get(last).longer(elements));
            } else {
                ranges.add(next);
            }
        }
        return ranges;
    }

    private boolean isFollowedBy(WeightRange next) {
        return Objects.equals(storage, next.storage)
                && offset + elements == next.offset
                && flat + elements == next.flat
                && rate == next.rate
                && missed == next.missed;
    }

    private WeightRange longer(long more) {
        return new WeightRange(storage, offset, flat, elements + more, rate, missed);
    }
}
