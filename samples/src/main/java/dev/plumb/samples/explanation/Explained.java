package dev.plumb.samples.explanation;

import dev.plumb.samples.data.LabelledImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/**
 * Images, and a map beside each.
 *
 * @param images as they are
 * @param maps of the same size and number, from 0 to 1
 */
record Explained(LabelledImages images, LabelledImages maps) {
    /** The side of a pixel in the picture. */
    private static final int SCALE = 16;

    /** An image and its map beside each other, drawn with letters. */
    String drawing(int image) {
        String[] left = images.drawing(image).lines().toArray(String[]::new);
        String[] right = maps.drawing(image).lines().toArray(String[]::new);
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < left.length; y++) {
            text.append((left[y] + "  |  " + right[y]).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The images in a row, and below each the same image with its map in red. */
    BufferedImage picture() {
        BufferedImage picture = new BufferedImage(
                images.size() * images.width() * SCALE, 2 * images.height() * SCALE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int row = y / SCALE;
                int column = x / SCALE;
                int image = column / images.width();
                int pixel = row % images.height() * images.width() + column % images.width();
                float ink = images.pixels().get(image)[pixel];
                float heat = row < images.height() ? 0 : maps.pixels().get(image)[pixel];
                picture.setRGB(x, y, color(ink, heat));
            }
        }
        return picture;
    }

    /** Between the gray of the ink and red. */
    private static int color(float ink, float heat) {
        int gray = Math.round(255 * ink * (1 - heat));
        int red = Math.round(255 * heat) + gray;
        return red << 16 | gray << 8 | gray;
    }

    /**
     * Writes the picture to a file of a folder: beside its place first, so that nobody sees half of it.
     *
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("explanation.png");
        Path beside = folder.resolve("explanation.png.part");
        if (!ImageIO.write(picture(), "png", beside.toFile())) {
            throw new IOException("this Java cannot write PNG files");
        }
        return Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
