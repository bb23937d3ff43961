package dev.plumb.data.source;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A decoded image: numbers from 0 to 255, row-major, (height, width, channels). Transparency is left out, as TensorFlow leaves it out. */
record Pixels(int height, int width, int channels, float[] numbers) {
    /** What is decoded at most, so that a small file that says it is huge does not take all memory. */
    private static final long MOST_PIXELS = 1L << 27;

    static Pixels read(InputStream input, int channels) throws IOException {
        BufferedImage image = decoded(input);
        int height = image.getHeight();
        int width = image.getWidth();
        float[] numbers = new float[Math.multiplyExact(height * width, channels)];
        int[] row = new int[width];
        int at = 0;
        boolean isGray = image.getRaster().getNumBands() <= 2 && image.getColorModel().getTransferType() == 0
                && !(image.getColorModel() instanceof IndexColorModel);
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int red = isGray ? image.getRaster().getSample(x, y, 0) : row[x] >> 16 & 0xFF;
                int green = isGray ? red : row[x] >> 8 & 0xFF;
                int blue = isGray ? red : row[x] & 0xFF;
                if (channels == 1) {
                    numbers[at++] = isGray ? red : gray(red, green, blue);
                } else {
                    numbers[at++] = red;
                    numbers[at++] = green;
                    numbers[at++] = blue;
                }
            }
        }
        return new Pixels(height, width, channels, numbers);
    }

    /** ITU-R BT.601, in the whole numbers of PIL's convert("L"). */
    private static int gray(int red, int green, int blue) {
        return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
    }

    private static BufferedImage decoded(InputStream input) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(input)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new SourceFile.Malformed("it is no PNG, JPEG, GIF or BMP image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                long size = (long) reader.getWidth(0) * reader.getHeight(0);
                if (size < 1 || size > MOST_PIXELS) {
                    throw new SourceFile.Malformed("it says that it has " + reader.getWidth(0) + " × "
                            + reader.getHeight(0) + " pixels, at most " + MOST_PIXELS + " are read");
                }
                return reader.read(0);
            } catch (RuntimeException e) { // what the decoders of Java throw for what they do not expect
                throw new SourceFile.Malformed("it is no sound image: " + e);
            } finally {
                reader.dispose();
            }
        }
    }

    /** Bilinear between the centres of pixels, without smoothing: tf.image.resize. */
    float[] resized(int newHeight, int newWidth) {
        if (newHeight == height && newWidth == width) {
            return numbers;
        }
        float[] resized = new float[Math.multiplyExact(newHeight * newWidth, channels)];
        int at = 0;
        for (int y = 0; y < newHeight; y++) {
            float row = (y + 0.5f) * ((float) height / newHeight) - 0.5f;
            int top = (int) Math.max(0, Math.floor(row));
            int bottom = (int) Math.min(height - 1, Math.ceil(row));
            float down = row - (float) Math.floor(row);
            for (int x = 0; x < newWidth; x++) {
                float column = (x + 0.5f) * ((float) width / newWidth) - 0.5f;
                int left = (int) Math.max(0, Math.floor(column));
                int right = (int) Math.min(width - 1, Math.ceil(column));
                float across = column - (float) Math.floor(column);
                for (int channel = 0; channel < channels; channel++) {
                    float upper = between(number(top, left, channel), number(top, right, channel), across);
                    float lower = between(number(bottom, left, channel), number(bottom, right, channel), across);
                    resized[at++] = between(upper, lower, down);
                }
            }
        }
        return resized;
    }

    private float number(int y, int x, int channel) {
        return numbers[(y * width + x) * channels + channel];
    }

    private static float between(float from, float to, float share) {
        return from + (to - from) * share;
    }
}
