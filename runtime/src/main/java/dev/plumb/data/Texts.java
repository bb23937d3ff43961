package dev.plumb.data;

import dev.plumb.array.StringArrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Texts as arrays, for inputs of strings. ND4J keeps them as UTF-8; {@code Nd4j.create} of strings keeps only one byte of each character, so make
 * arrays of texts here.
 */
public final class Texts {
    private Texts() {}

    /**
     * One text an example: (texts).
     *
     * @throws dev.plumb.array.InputException if there is none, or one is null
     */
    public static INDArray of(String... texts) {
        return StringArrays.of(texts, texts.length);
    }

    /** As {@link #of(String...)}. */
    public static INDArray of(List<String> texts) {
        return of(texts.toArray(String[]::new));
    }

    /**
     * As many texts for each example: (examples, texts).
     *
     * @throws dev.plumb.array.InputException if there is none, one is null, or an example has more than another
     */
    public static INDArray ofRows(String[]... examples) {
        return StringArrays.ofRows(examples);
    }

    /**
     * The texts of an array, row by row.
     *
     * @throws dev.plumb.array.InputException if it is none of strings
     */
    public static String[] values(INDArray array) {
        return StringArrays.values("the array", array);
    }
}
