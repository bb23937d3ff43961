package dev.plumb.weights;

import dev.plumb.engine.plan.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

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
 * @param decays whether a step takes a share of them off
 * @param weights those that lie there, in their order
 */
public record WeightRange(
        Storage storage,
        long offset,
        long flat,
        long elements,
        double rate,
        long missed,
        boolean decays,
        List<WeightStore.Entry> weights) {

    public WeightRange {
        weights = List.copyOf(weights);
    }

    /**
     * The fewest ranges that cover the weights that are trained, in the order of the flat arrays.
     *
     * @param missed by the path of a weight: the steps that went without it
     * @param decays by the path of a weight: whether a step takes a share of it off
     */
    public static List<WeightRange> of(
            WeightStore weights, Trainability trainability, ToLongFunction<String> missed, Predicate<String> decays) {
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
                    missed.applyAsLong(entry.path()),
                    decays.test(entry.path()),
                    List.of(entry));
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).isFollowedBy(next)) {
                ranges.set(last, ranges.get(last).joined(next));
            } else {
                ranges.add(next);
            }
        }
        return ranges;
    }

    /** The same weights in pieces of whole weights, each of no more than so many elements unless it is one weight. */
    public List<WeightRange> pieces(long largest) {
        List<WeightRange> pieces = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= weights.size(); i++) {
            if (i == weights.size() || end(i) - begin(first) > largest) {
                pieces.add(piece(first, i));
                first = i;
            }
        }
        return pieces;
    }

    /** The same weights in pieces: each of these by itself, what lies between them together. */
    public List<WeightRange> apart(Predicate<WeightStore.Entry> single) {
        List<WeightRange> pieces = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= weights.size(); i++) {
            if (i == weights.size() || single.test(weights.get(i)) || single.test(weights.get(i - 1))) {
                pieces.add(piece(first, i));
                first = i;
            }
        }
        return pieces;
    }

    /** The first element of a weight, counted from that of the range. */
    private long begin(int weight) {
        return weights.get(weight).flat() - flat;
    }

    private long end(int weight) {
        return weight + 1 == weights.size() ? elements : begin(weight + 1);
    }

    private WeightRange piece(int from, int to) {
        long begin = begin(from);
        return new WeightRange(
                storage,
                offset + begin,
                flat + begin,
                end(to - 1) - begin,
                rate,
                missed,
                decays,
                weights.subList(from, to));
    }

    private boolean isFollowedBy(WeightRange next) {
        return Objects.equals(storage, next.storage)
                && offset + elements == next.offset
                && flat + elements == next.flat
                && rate == next.rate
                && missed == next.missed
                && decays == next.decays;
    }

    private WeightRange joined(WeightRange next) {
        return new WeightRange(
                storage,
                offset,
                flat,
                elements + next.elements,
                rate,
                missed,
                decays,
                Stream.concat(weights.stream(), next.weights.stream()).toList());
    }
}
