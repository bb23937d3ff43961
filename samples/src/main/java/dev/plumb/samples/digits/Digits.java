package dev.plumb.samples.digits;

import dev.plumb.samples.data.LabelledImages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * 1,797 real handwritten digits of 8 by 8 pixels (see NOTICE.txt beside the file), split once and for all: of each digit a fifth, chosen
 * by a fixed seed, is kept for the test. The same writers are in both parts. The file is not shuffled: with its last
 * fifth as the test, a smaller form of the sample's network got 95 %.
 *
 * @param training 1,438 images
 * @param test 359 images
 */
public record Digits(LabelledImages training, LabelledImages test) {
    private static final int SIDE = 8;
    private static final float DARKEST = 16;
    private static final int DIGITS = 10;
    private static final double TEST_SHARE = 0.2;
    private static final long SPLIT_SEED = 0;

    /** The images that come with the samples. */
    public static Digits load() {
        List<int[]> rows;
        try (InputStream file = Objects.requireNonNull(Digits.class.getResourceAsStream("digits.csv.gz"));
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
            rows = reader.lines().map(Digits::numbers).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return split(rows, new Random(SPLIT_SEED));
    }

    private static Digits split(List<int[]> rows, Random random) {
        List<int[]> training = new ArrayList<>();
        List<int[]> test = new ArrayList<>();
        for (int digit = 0; digit < DIGITS; digit++) {
            int wanted = digit;
            List<int[]> ofDigit = new ArrayList<>(
                    rows.stream().filter(row -> row[SIDE * SIDE] == wanted).toList());
            Collections.shuffle(ofDigit, random);
            int held = (int) Math.round(TEST_SHARE * ofDigit.size());
            test.addAll(ofDigit.subList(0, held));
            training.addAll(ofDigit.subList(held, ofDigit.size()));
        }
        return new Digits(images(training), images(test));
    }

    private static int[] numbers(String line) {
        return Arrays.stream(line.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static LabelledImages images(List<int[]> rows) {
        List<float[]> pixels = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        for (int[] row : rows) {
            float[] image = new float[SIDE * SIDE];
            for (int i = 0; i < image.length; i++) {
                image[i] = row[i] / DARKEST;
            }
            pixels.add(image);
            classes.add(row[SIDE * SIDE]);
        }
        return new LabelledImages(SIDE, SIDE, pixels, classes);
    }
}
