package dev.plumb.samples.siamese;

import dev.plumb.samples.data.LabelledImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pairs of images, half of them of the same class.
 *
 * @param left (pairs, pixels)
 * @param right (pairs, pixels)
 * @param same (pairs, 1): 1 where both are of one class, 0 elsewhere
 */
public record Pairs(INDArray left, INDArray right, INDArray same) {

    /** So many pairs of these images; the seed decides which. */
    public static Pairs of(LabelledImages images, int count, long seed) {
        Random random = new Random(seed);
        Map<Integer, List<Integer>> byClass =
                IntStream.range(0, images.size()).boxed().collect(Collectors.groupingBy(images.classes()::get));
        List<float[]> left = new ArrayList<>();
        List<float[]> right = new ArrayList<>();
        float[] same = new float[count];
        while (left.size() < count) {
            boolean alike = left.size() % 2 == 0;
            int first = random.nextInt(images.size());
            List<Integer> candidates = alike
                    ? byClass.get(images.classes().get(first))
                    : IntStream.range(0, images.size()).boxed().toList();
            int second = candidates.get(random.nextInt(candidates.size()));
            if (alike == images.classes().get(first).equals(images.classes().get(second))) {
                same[left.size()] = alike ? 1 : 0;
                left.add(images.pixels().get(first));
                right.add(images.pixels().get(second));
            }
        }
        return new Pairs(
                Nd4j.create(left.toArray(float[][]::new)),
                Nd4j.create(right.toArray(float[][]::new)),
                Nd4j.create(same, new long[] {count, 1}, 'c'));
    }
}
