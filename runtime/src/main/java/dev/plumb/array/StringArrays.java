package dev.plumb.array;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of strings, in ND4J's type UTF8. */
public final class StringArrays {
    private StringArrays() {}

    /**
     * An array of strings, row by row.
     *
     * @throws InputException if there is none, or one is null
     */
    public static INDArray of(String[] values, long... shape) {
        if (values.length == 0) {
            throw new InputException("there are no texts: expected at least one");
        }
        List<String> bytes = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw new InputException("text " + i + " is null: leave the example out, or give \"\"");
            }
            // ND4J writes the low byte of each character, and reads UTF-8.
            bytes.add(new String(values[i].getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
        return Nd4j.create(bytes, shape);
    }

    /**
     * An array of as many strings for each example.
     *
     * @throws InputException if there is none, one is null, or an example has more than another
     */
    public static INDArray ofRows(String[]... examples) {
        List<String> values = new ArrayList<>();
        int width = examples.length == 0 ? 0 : examples[0].length;
        for (int i = 0; i < examples.length; i++) {
            if (examples[i].length != width) {
                throw new InputException("example " + i + " has " + examples[i].length + " texts, example 0 has "
                        + width + ": expected as many for each");
            }
            values.addAll(Arrays.asList(examples[i]));
        }
        return of(values.toArray(String[]::new), examples.length, width);
    }

    /** Whether an array holds strings. */
    public static boolean isOfStrings(INDArray array) {
        return array.dataType() == DataType.UTF8;
    }

    /**
     * The strings of an array, row by row.
     *
     * @param where as messages name it: {@code input 'text'}
     * @throws InputException if it is none of strings
     */
    public static String[] values(String where, INDArray array) {
        if (!isOfStrings(array)) {
            throw new InputException(
                    where + " holds " + array.dataType() + ", expected strings: make it by Texts.of(…)");
        }
        String[] values = new String[Math.toIntExact(array.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getString(i);
        }
        return values;
    }
}
