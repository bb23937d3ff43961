package dev.plumb.data.source;

import dev.plumb.array.InputException;
import dev.plumb.data.Example;
import dev.plumb.data.IndexedDataset;
import dev.plumb.data.Structure;
import dev.plumb.data.Values;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images in a folder for each class, as those of Keras's image_dataset_from_directory: classes and files by the alphabet, numbers from 0 to 255 of
 * (height, width, channels), the place of the class as label. A file is decoded and resized when it is its turn, in each epoch; PNG, JPEG, GIF and BMP.
 * Immutable; each setter returns a changed one.
 */
public final class ImageFolder implements IndexedDataset<INDArray, INDArray> {
    private static final List<String> ENDINGS = List.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

    private final ClassFolders folders;
    private final int height;
    private final int width;
    private final int channels;
    private final String input;
    private final String target;

    private ImageFolder(ClassFolders folders, int height, int width, int channels, String input, String target) {
        this.folders = folders;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.input = input;
        this.target = target;
    }

    /**
     * The images below a folder, in colour and of one size, resized bilinearly without regard to their sides' ratio.
     *
     * @throws InputException if there are none, or the size is less than 1
     */
    public static ImageFolder of(Path folder, int height, int width) {
        if (height < 1 || width < 1) {
            throw new InputException("the size of images must be at least 1 × 1, found " + height + " × " + width);
        }
        return new ImageFolder(ClassFolders.of(folder, ENDINGS), height, width, 3, "image", "label");
    }

    /**
     * One channel instead of three, 0.299 R + 0.587 G + 0.114 B, as Keras's load_img has it. TensorFlow's decoder of PNG files takes the factors of
     * green and blue for one another.
     */
    public ImageFolder grayscale() {
        return new ImageFolder(folders, height, width, 1, input, target);
    }

    /** Names the input and the target, which are {@code image} and {@code label} otherwise. */
    public ImageFolder named(String inputName, String targetName) {
        return new ImageFolder(folders, height, width, channels, inputName, targetName);
    }

    /** The names of the classes; the place in this list is the label. */
    public List<String> classes() {
        return folders.classes();
    }

    /** The file of an example. */
    public Path file(int index) {
        return folders.files().get(index).file();
    }

    @Override
    public Structure<INDArray> inputStructure() {
        return Structure.single(input);
    }

    @Override
    public Structure<INDArray> targetStructure() {
        return Structure.single(target);
    }

    @Override
    public int size() {
        return folders.files().size();
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException if the file cannot be read or is no image; the message names it
     */
    @Override
    public Example example(int index) {
        ClassFolders.Labelled labelled = folders.files().get(index);
        return Example.of(image(labelled.file(), height, width, channels), Values.label(labelled.label()));
    }

    /**
     * Reads one image as this data set does, to predict with it.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read or is no image; the message names it
     */
    public Values read(Path file) {
        return image(file, height, width, channels);
    }

    private static Values image(Path file, int height, int width, int channels) {
        Pixels pixels = SourceFile.read(file, input -> Pixels.read(input, channels));
        return Values.floats(pixels.resized(height, width)).shaped(height, width, channels);
    }

    /** Such as {@code 1200 images of 3 classes, (64, 64, 3)}. */
    @Override
    public String toString() {
        return size() + " images of " + classes().size() + " classes, (" + height + ", " + width + ", " + channels + ")";
    }
}
