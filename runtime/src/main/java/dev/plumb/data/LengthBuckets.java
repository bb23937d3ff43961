package dev.plumb.data;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How examples of different lengths come together to batches of one length: {@code LengthBuckets.of("text", 16, 32, 64)}. An example goes to the shortest
 * bucket that it fits into and is filled up to its length, at the end, with 0; for strings with "". Few lengths mean few plans of the step: each one
 * is prepared for itself. Immutable; each setter returns changed options.
 *
 * @param names the inputs and targets whose first axis this is; the longest of them decides
 * @param lengths of the buckets, growing; none to fill each batch up to its longest example
 * @param fill what comes behind the end
 * @param truncated whether what is longer than the last bucket is cut, and otherwise an error
 */
public record LengthBuckets(List<String> names, List<Integer> lengths, double fill, boolean truncated) {
    public LengthBuckets {
        names = List.copyOf(names);
        lengths = List.copyOf(lengths);
        if (names.isEmpty()) {
            throw new InputException("length buckets need the name of an input");
        }
        for (int i = 0; i < lengths.size(); i++) {
            if (lengths.get(i) < 1 || (i > 0 && lengths.get(i) <= lengths.get(i - 1))) {
                throw new InputException("the lengths of buckets must be at least 1 and grow, found " + lengths);
            }
        }
        if (truncated && lengths.isEmpty()) {
            throw new InputException("without lengths of buckets there is nothing to cut examples to");
        }
    }

    /** Buckets of these lengths for an input; without lengths each batch is as long as its longest example. */
    public static LengthBuckets of(String name, int... lengths) {
        return new LengthBuckets(List.of(name), Arrays.stream(lengths).boxed().toList(), 0, false);
    }

    /** The same for other inputs and targets with the same axis too. */
    public LengthBuckets and(String... others) {
        List<String> all = new ArrayList<>(names);
        all.addAll(Arrays.asList(others));
        return new LengthBuckets(all, lengths, fill, truncated);
    }

    /** Fills up with another number. */
    public LengthBuckets fill(double number) {
        return new LengthBuckets(names, lengths, number, truncated);
    }

    /** Cuts at the end what is longer than the last bucket. */
    public LengthBuckets truncate() {
        return new LengthBuckets(names, lengths, fill, true);
    }
}
