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
    private static final int MANY = 1000;
    private static final int FEW = 5;
    private static final int PHOTOS = 4;
    private static final double NOISE = 0.4;

    /** Chooses examples by a seed: at most 1,000 of each of the first classes, 5 of each of the others. */
    static ClassHalves of(LabelledImages training, LabelledImages test, long seed) {
        return new ClassHalves(
                half(training, 0, MANY, seed),
                half(test, 0, Integer.MAX_VALUE, seed),
                half(training, HALF, FEW, seed),
                half(test, HALF, Integer.MAX_VALUE, seed));
    }

    /** The same images as a bad camera takes them, those that there are many of four times. */
    ClassHalves photographed(long seed) {
        Random camera = new Random(seed);
        List<Integer> again = IntStream.range(0, PHOTOS * many.size())
                .mapToObj(i -> i % many.size())
                .toList();
        return new ClassHalves(
                photo(many.chosen(again), camera), photo(manyTest, camera), photo(few, camera), photo(fewTest, camera));
    }

    /** Each pixel is wrong by a random amount; none is darker than ink or brighter than the background. */
    private static LabelledImages photo(LabelledImages images, Random camera) {
        List<float[]> photos = new ArrayList<>();
        for (float[] image : images.pixels()) {
            float[] photo = new float[image.length];
            for (int i = 0; i < photo.length; i++) {
                photo[i] = (float) Math.max(0, Math.min(1, image[i] + NOISE * camera.nextGaussian()));
            }
            photos.add(photo);
        }
        return new LabelledImages(images.height(), images.width(), photos, images.classes());
    }

    /** At most so many images of each of five classes, which get the labels 0 to 4. */
    private static LabelledImages half(LabelledImages images, int firstClass, int most, long seed) {
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, images.size()).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        List<Integer> chosen = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < HALF; label++) {
            int wanted = firstClass + label;
            List<Integer> ofClass = shuffled.stream()
                    .filter(image -> images.classes().get(image) == wanted)
                    .limit(most)
                    .toList();
            chosen.addAll(ofClass);
            labels.addAll(Collections.nCopies(ofClass.size(), label));
        }
        return new LabelledImages(
                images.height(), images.width(), images.chosen(chosen).pixels(), labels);
    }
}
