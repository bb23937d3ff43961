package dev.plumb.samples.transfer;

import dev.plumb.samples.data.LabelledImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Images of ten classes in two halves: many examples of the classes 0 to 4, few of the classes 5 to 9, which are called 0 to 4 here.
 *
 * @param many what a backbone learns from
 * @param manyTest other images of these classes
 * @param few what is there of the other classes
 * @param fewTest other images of those
 */
record ClassHalves(LabelledImages many, LabelledImages manyTest, LabelledImages few, LabelledImages fewTest) {
    private static final int HALF = 5;
    private static final int MANY = 400;
    private static final int FEW = 10;

    /** Chooses examples by a seed. */
    static ClassHalves of(LabelledImages training, LabelledImages test, long seed) {
        return new ClassHalves(
                half(training, 0, MANY, seed),
                half(test, 0, Integer.MAX_VALUE, seed),
                half(training, HALF, FEW, seed),
                half(test, HALF, Integer.MAX_VALUE, seed));
    }

    /** At most so many images of each of five classes, which get the labels 0 to 4. */
    private static LabelledImages half(LabelledImages images, int firstClass, int most, long seed) {
        Random random = new Random(seed);
        List<Integer> chosen = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        for (int i = 0; i < HALF; i++) {
            int label = firstClass + i;
            List<Integer> ofClass = new ArrayList<>(IntStream.range(0, images.size())
                    .filter(image -> images.classes().get(image) == label)
                    .boxed()
                    .toList());
            Collections.shuffle(ofClass, random);
            List<Integer> taken = ofClass.subList(0, Math.min(most, ofClass.size()));
            chosen.addAll(taken);
            classes.addAll(Collections.nCopies(taken.size(), i));
        }
        return new LabelledImages(
                images.height(), images.width(), images.chosen(chosen).pixels(), classes);
    }
}
