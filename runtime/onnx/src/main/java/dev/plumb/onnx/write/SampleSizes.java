package dev.plumb.onnx.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Sizes at which a model is looked at to find out how it depends on them: batch and symbolic sizes. No two are multiples of one another, and the remainders by small numbers differ, so that a
 * rounded division is seen as such.
 *
 * @param batch the number of examples
 * @param names the symbolic sizes by their names
 */
record SampleSizes(int batch, Map<String, Long> names) {
    private static final int[] BATCHES = {5, 7, 6, 11, 9, 8};
    private static final int[] SIZES = {23, 26, 28, 31, 33, 36};
    /** Deep models need large images. */
    private static final int[] SCALES = {1, 2, 4, 8, 16};
    /** What sets one name apart from the one before. */
    private static final int APART = 14;

    private static final int NEAR = 8;
    private static final int NEAR_TRIES = 2000;

    SampleSizes {
        names = Map.copyOf(names);
    }

    /** What to try, in this order: not all sizes need fit the model. */
    static List<SampleSizes> candidates(List<String> names) {
        List<SampleSizes> candidates = new ArrayList<>();
        for (int scale : names.isEmpty() ? new int[] {1} : SCALES) {
            for (int sample = 0; sample < SIZES.length; sample++) {
                candidates.add(apart(names, sample, scale));
            }
        }
        if (names.size() > 1) {
            near(names, candidates);
        }
        return candidates;
    }

    private static SampleSizes apart(List<String> names, int sample, int scale) {
        Map<String, Long> sizes = new HashMap<>();
        for (int index = 0; index < names.size(); index++) {
            int size = SIZES[(sample + index) % SIZES.length] + APART * index;
            sizes.put(names.get(index), (long) size * scale + (scale == 1 ? 0 : sample));
        }
        return new SampleSizes(BATCHES[sample], sizes);
    }

    /** Where sizes are to be equal, or to differ by little. */
    private static void near(List<String> names, List<SampleSizes> candidates) {
        SplittableRandom random = new SplittableRandom(1);
        for (int attempt = 0; attempt < NEAR_TRIES; attempt++) {
            int sample = attempt % SIZES.length;
            int base = SIZES[sample];
            Map<String, Long> sizes = new HashMap<>();
            for (String name : names) {
                boolean isEqual = attempt < SIZES.length || random.nextBoolean();
                sizes.put(name, (long) (isEqual ? base : base + random.nextInt(-NEAR, NEAR + 1)));
            }
            candidates.add(new SampleSizes(BATCHES[sample], sizes));
        }
    }
}
