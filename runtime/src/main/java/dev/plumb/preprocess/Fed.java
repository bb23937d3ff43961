package dev.plumb.preprocess;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** The values of one tensor for some examples, row by row: what a model is fed, and what is made of it before the model runs. */
public sealed interface Fed {

    /** The number of values of all examples together. */
    int length();

    /** A value as text: a number in decimals, of a float what stands before its point. */
    String text(int index);

    /** Strings. */
    record Texts(String... values) implements Fed {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return values[index];
        }
    }

    /** Whole numbers. */
    record Ids(int... values) implements Fed {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return Integer.toString(values[index]);
        }

        /** Copies the numbers to the beginning of a buffer that has room for exactly these. */
        public void copyTo(IntBuffer destination) {
            destination.put(0, values);
        }
    }

    /** Numbers. */
    record Numbers(float... values) implements Fed {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return Long.toString((long) values[index]);
        }

        /** Copies the numbers to the beginning of a buffer that has room for exactly these. */
        public void copyTo(FloatBuffer destination) {
            destination.put(0, values);
        }
    }
}
