package dev.plumb.samples.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images of one channel with their classes.
 *
 * @param height of an image
 * @param width of an image
 * @param pixels row by row, 0 for background to 1 for ink, one array for each image
 * @param classes one for each image, from 0
 */
public record LabelledImages(int height, int width, List<float[]> pixels, List<Integer> classes) {

    public int size() {
        return classes.size();
    }

    /** Some of the images, by their numbers. */
    public LabelledImages chosen(List<Integer> images) {
        return new LabelledImages(
                height,
                width,
                images.stream().map(pixels::get).toList(),
                images.stream().map(classes::get).toList());
    }

    /** (size, height, width, 1), float32. */
    public INDArray images() {
        return flat().reshape('c', size(), height, width, 1);
    }

    /** (size, height * width), float32. */
    public INDArray flat() {
        return Nd4j.create(pixels.toArray(float[][]::new));
    }

    /** (size), int32. */
    public INDArray labels() {
        return Nd4j.createFromArray(classes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** An image drawn with letters, two for a pixel, one line for each row. */
    public String drawing(int image) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char shade = " .:+#@".charAt(Math.round(5 * pixels.get(image)[y * width + x]));
                text.append(shade).append(shade);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
