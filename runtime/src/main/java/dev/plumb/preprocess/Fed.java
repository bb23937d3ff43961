package dev.plumb.preprocess;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The values of one tensor for some examples, row by row: what a model is fed, and what is made of it before the model runs. The arrays belong to
 * it: whoever makes one gives its array away.
 */
public sealed interface Fed {

    /** The number of values of all examples together. */
    int length();

    /** A value as text: a number in decimals, of a float what stands before its point. */
    String text(int index);

    /** Strings. */
    final class Texts implements Fed {
        private final String[] values;

        /** Takes an array over. */
        public Texts(String... values) {
            this.values = values;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return values[index];
        }

        /** Copies the strings to the beginning of an array. */
        public void copyTo(String[] destination) {
            System.arraycopy(values, 0, destination, 0, values.length);
        }
    }

    /** Whole numbers. */
    final class Ids implements Fed {
        private final int[] values;

        /** Takes an array over. */
        public Ids(int... values) {
            this.values = values;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return Integer.toString(values[index]);
        }

        /** Copies the numbers to the beginning of a buffer. */
        public void copyTo(IntBuffer destination) {
            destination.put(0, values);
        }
    }

    /** Numbers. */
    final class Numbers implements Fed {
        private final float[] values;

        /** Takes an array over. */
        public Numbers(float... values) {
            this.values = values;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return Long.toString((long) values[index]);
        }

        /** Copies the numbers to the beginning of a buffer. */
        public void copyTo(FloatBuffer destination) {
            destination.put(0, values);
        }
    }
}
