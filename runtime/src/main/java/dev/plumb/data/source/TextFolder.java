package dev.plumb.data.source;

import dev.plumb.data.Example;
import dev.plumb.data.IndexedDataset;
import dev.plumb.data.Structure;
import dev.plumb.data.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Texts in a folder for each class, as those of Keras's text_dataset_from_directory: the whole of each {@code .txt} file as one string, and the
 * place of the class as label. A file is read when it is its turn. Immutable; each setter returns a changed one.
 */
public final class TextFolder implements IndexedDataset<INDArray, INDArray> {
    private static final List<String> ENDINGS = List.of(".txt");

    private final ClassFolders folders;
    private final Charset charset;
    private final String input;
    private final String target;

    private TextFolder(ClassFolders folders, Charset charset, String input, String target) {
        this.folders = folders;
        this.charset = charset;
        this.input = input;
        this.target = target;
    }

    /**
     * The texts below a folder, in UTF-8.
     *
     * @throws dev.plumb.array.InputException if there are none
     */
    public static TextFolder of(Path folder) {
        return new TextFolder(ClassFolders.of(folder, ENDINGS), StandardCharsets.UTF_8, "text", "label");
    }

    /** Reads another charset. What is no text in it is an error. */
    public TextFolder charset(Charset other) {
        return new TextFolder(folders, other, input, target);
    }

    /** Names the input and the target, which are {@code text} and {@code label} otherwise. */
    public TextFolder named(String inputName, String targetName) {
        return new TextFolder(folders, charset, inputName, targetName);
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
     * @throws java.io.UncheckedIOException if the file cannot be read or is no text; the message names it and the line
     */
    @Override
    public Example example(int index) {
        ClassFolders.Labelled labelled = folders.files().get(index);
        return Example.of(Values.text(text(labelled.file())), Values.label(labelled.label()));
    }

    private String text(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException | OutOfMemoryError e) {
            throw SourceFile.failed(file, e.toString(), new IOException(e));
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        try {
            return charset.newDecoder().decode(source).toString();
        } catch (CharacterCodingException e) {
            throw SourceFile.failed(
                    file,
                    "line " + line(bytes, source.position()) + " is no text in " + charset + ": charset(…) reads another",
                    e);
        }
    }

    private static int line(byte[] bytes, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** Such as {@code 2000 texts of 2 classes}. */
    @Override
    public String toString() {
        return size() + " texts of " + classes().size() + " classes";
    }
}
