package dev.plumb.onnx.read;

import dev.plumb.onnx.file.OnnxArray;
import dev.plumb.onnx.file.Unreadable;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Numbers that a graph has of its own: weights, and what follows from them. */
final class Constant implements Operand {
    private final String label;
    private final int[] shape;
    private final @Nullable Spread spread;
    private final @Nullable OnnxArray array;
    private final float @Nullable [] reals;
    private final long @Nullable [] wholes;

    private Constant(
            String label,
            int[] shape,
            @Nullable Spread spread,
            @Nullable OnnxArray array,
            float @Nullable [] reals,
            long @Nullable [] wholes) {
        this.label = label;
        this.shape = shape;
        this.spread = spread;
        this.array = array;
        this.reals = reals;
        this.wholes = wholes;
    }

    /** The array of this name. */
    static Constant of(String label, OnnxArray array) {
        return new Constant(label, array.shape(), null, array, null, null);
    }

    static Constant of(float[] values, int... shape) {
        return new Constant("", shape, null, null, values, null);
    }

    static Constant of(long[] values, int... shape) {
        return new Constant("", shape, null, null, null, values);
    }

    /** One number everywhere in a shape that is not laid out: where it is taken, it is stretched to what is needed. */
    static Constant stretched(double value, boolean whole, Spread spread) {
        return whole
                ? new Constant("", new int[0], spread, null, null, new long[] {(long) value})
                : new Constant("", new int[0], spread, null, new float[] {(float) value}, null);
    }

    /** The name of the array that it came from, or "". */
    String label() {
        return label;
    }

    Constant labelled(String other) {
        return new Constant(other, shape, spread, array, reals, wholes);
    }

    int rank() {
        return shape.length;
    }

    int[] shape() {
        return shape.clone();
    }

    /** The same numbers, of which those along axes of this shape that are not laid out are there once. */
    Constant spreadOver(Spread other) {
        return new Constant(label, shape, other.isKnown() ? null : other, array, reals, wholes);
    }

    /** Whether it is over more than is laid out. */
    boolean isStretched() {
        return spread != null;
    }

    /** Over which shape it is in the file: as it lies, but for a number that is stretched. */
    Spread spread() {
        return spread == null ? Spread.of(shape) : spread;
    }

    boolean isWhole() {
        return array == null ? wholes != null : array.kind().isWhole();
    }

    int size() {
        return array != null ? array.size() : reals != null ? reals.length : wholes == null ? 0 : wholes.length;
    }

    /** Its numbers; not to be changed. */
    float[] reals() {
        if (reals != null) {
            return reals;
        }
        if (array != null) {
            return array.floats();
        }
        float[] values = new float[size()];
        for (int i = 0; i < values.length && wholes != null; i++) {
            values[i] = (float) wholes[i];
        }
        return values;
    }

    /** Its numbers, if they are whole; not to be changed. */
    long[] wholes() throws Unreadable {
        if (!isWhole()) {
            throw new Unreadable("whole numbers are expected where " + describe() + " stands");
        }
        return wholes != null ? wholes : array == null ? new long[0] : array.longs();
    }

    /** The only number of it. */
    double number() throws Unreadable {
        if (size() != 1) {
            throw new Unreadable("one number is expected where " + describe() + " stands");
        }
        return isWhole() ? (double) wholes()[0] : reals()[0];
    }

    /** Whether all of its numbers are this one. */
    boolean isAll(double number) {
        float[] values = reals();
        return IntStream.range(0, values.length).allMatch(i -> values[i] == number);
    }

    /** The shape, as messages show it. */
    String describe() {
        return "an array of shape " + Arrays.toString(shape);
    }

    Constant reshaped(int... other) {
        return spread != null && size() == 1 ? this : new Constant(label, other, null, array, reals, wholes);
    }

    /** Element i of the result is element {@code from[i]} of this. */
    Constant picked(int[] from, int... other) throws Unreadable {
        if (isWhole()) {
            long[] values = wholes();
            return Constant.of(Arrays.stream(from).mapToLong(i -> values[i]).toArray(), other)
                    .labelled(label);
        }
        float[] values = reals();
        float[] result = new float[from.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[from[i]];
        }
        return Constant.of(result, other).labelled(label);
    }

    /** With size 1 in place of an axis along which all numbers are the same; else as it is. */
    Constant once(int axis) throws Unreadable {
        int[] first = shape.clone();
        first[axis] = 1;
        Constant once = picked(Index.part(shape, axis, 0, 1, 1), first);
        Constant all = once.picked(Index.widened(first, shape), shape);
        boolean isSame = isWhole() ? Arrays.equals(wholes(), all.wholes()) : Arrays.equals(reals(), all.reals());
        return isSame ? once : this;
    }

    Constant mapped(DoubleUnaryOperator function) throws Unreadable {
        if (isWhole()) {
            long[] values = Arrays.stream(wholes())
                    .map(value -> (long) function.applyAsDouble((double) value))
                    .toArray();
            return new Constant(label, shape, spread, null, null, values);
        }
        float[] values = reals().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
        return new Constant(label, shape, spread, null, values, null);
    }

    /** As numbers of another kind. */
    Constant cast(boolean whole) throws Unreadable {
        if (whole == isWhole()) {
            return this;
        }
        if (!whole) {
            return new Constant(label, shape, spread, null, reals(), null);
        }
        float[] values = reals();
        long[] cut = new long[values.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = (long) values[i];
        }
        return new Constant(label, shape, spread, null, null, cut);
    }

    /** Both of one shape, or one of them a single number. */
    Constant with(Constant other, DoubleBinaryOperator function) throws Unreadable {
        return isStretched() || other.isStretched() ? spreadWith(other, function) : laidWith(other, function);
    }

    private Constant laidWith(Constant other, DoubleBinaryOperator function) throws Unreadable {
        if (other.size() == 1 && other.rank() <= rank()) {
            double right = other.number();
            return mapped(left -> function.applyAsDouble(left, right));
        }
        if (size() == 1 && rank() <= other.rank()) {
            double left = number();
            return other.mapped(right -> function.applyAsDouble(left, right));
        }
        if (!Arrays.equals(shape, other.shape)) {
            throw new Unreadable("it computes with " + describe() + " and " + other.describe()
                    + ", which is only read for equal shapes");
        }
        float[] left = reals();
        float[] right = other.reals();
        float[] values = new float[left.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(left[i], right[i]);
        }
        Constant result = Constant.of(values, shape);
        return isWhole() && other.isWhole() ? result.cast(true) : result;
    }

    /** With numbers over more than is laid out, which do not make more of an array than there is. */
    private Constant spreadWith(Constant other, DoubleBinaryOperator function) throws Unreadable {
        Spread both = spread().with(other.spread());
        if (size() == 1 && other.size() == 1) {
            return stretched(function.applyAsDouble(number(), other.number()), isWhole() && other.isWhole(), both);
        }
        Constant made = laidWith(other, function);
        made.requireAsWideAs(both);
        return made.spreadOver(both);
    }

    private void requireAsWideAs(Spread all) throws Unreadable {
        if (all.widens(Spread.of(shape))) {
            throw new Unreadable("it computes with " + describe() + " and a number that is spread over " + all);
        }
    }

    /** This as a condition: the one number where it holds, and elsewhere the other. All of one shape, or single numbers. */
    Constant chosen(Constant where, Constant elsewhere) throws Unreadable {
        Constant widest = this;
        for (Constant each : List.of(where, elsewhere)) {
            boolean isWider = widest.size() == 1 && (each.size() != 1 || each.rank() > widest.rank());
            widest = isWider ? each : widest;
        }
        for (Constant each : List.of(this, where, elsewhere)) {
            boolean isSingle = each.size() == 1 && each.rank() <= widest.rank();
            if (!isSingle && !Arrays.equals(each.shape, widest.shape)) {
                throw new Unreadable("it chooses between " + where.describe() + " and " + elsewhere.describe() + " by "
                        + describe() + ", which is only read for equal shapes");
            }
        }
        int size = widest.size();
        int[] places = new int[size];
        long[] conditions = wholes();
        for (int i = 0; i < size; i++) {
            boolean holds = conditions[size() == 1 ? 0 : i] != 0;
            int place = (holds ? where : elsewhere).size() == 1 ? 0 : i;
            places[i] = holds ? place : where.size() + place;
        }
        boolean isWhole = where.isWhole() && elsewhere.isWhole();
        Constant both = isWhole
                ? Constant.of(LongStream.concat(Arrays.stream(where.wholes()), Arrays.stream(elsewhere.wholes()))
                        .toArray())
                : Constant.of(joined(where.reals(), elsewhere.reals()));
        Constant chosen = both.picked(places, widest.shape);
        if (!isStretched() && !where.isStretched() && !elsewhere.isStretched()) {
            return chosen;
        }
        Spread all = spread().with(where.spread()).with(elsewhere.spread());
        if (size == 1) {
            return stretched(chosen.number(), isWhole, all);
        }
        chosen.requireAsWideAs(all);
        return chosen.spreadOver(all);
    }

    private static float[] joined(float[] left, float[] right) {
        float[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }
}
