package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * How the heads of an attention lie in its operands: side by side in the last axis, so that none has to be moved.
 *
 * @param queryHeads heads of the query
 * @param keyValueHeads heads of key and value, a divisor of those of the query: each serves as many that follow each other
 * @param keySize the size of query and key in each head
 * @param valueSize the size of the value in each head
 * @param packing which of query, key and value lie in one array
 */
public record AttentionHeads(int queryHeads, int keyValueHeads, int keySize, int valueSize, Packing packing) {

    /** Throws {@link IllegalArgumentException} if heads cannot be shared evenly, or a size is less than 1. */
    public AttentionHeads {
        if (keyValueHeads < 1 || queryHeads < 1 || queryHeads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    queryHeads + " heads of the query cannot share " + keyValueHeads + " heads of key and value");
        }
        if (keySize < 1 || valueSize < 1) {
            throw new IllegalArgumentException("heads of sizes " + keySize + " and " + valueSize);
        }
    }

    /** Which of query, key and value lie in one array, each row of which has them in this order. */
    public enum Packing {
        /** Each in an array of its own. */
        NONE,
        /** Key and value in the second of two arrays. */
        KEY_VALUE,
        /** All in one. */
        ALL
    }

    /**
     * Where query, key or value lie.
     *
     * @param array which array
     * @param width numbers in a row of that array
     * @param begin of the part in each row
     * @param step from one head to the next that goes with another head of key and value
     * @param size of a head
     */
    public record Part(int array, int width, int begin, int step, int size) {}

    /** How many heads of the query share a head of key and value. */
    public int sharing() {
        return queryHeads / keyValueHeads;
    }

    /** How many arrays hold query, key and value. */
    public int arrays() {
        return switch (packing) {
            case NONE -> 3;
            case KEY_VALUE -> 2;
            case ALL -> 1;
        };
    }

    private int queryWidth() {
        return queryHeads * keySize;
    }

    private int keyWidth() {
        return keyValueHeads * keySize;
    }

    private int valueWidth() {
        return keyValueHeads * valueSize;
    }

    /** Numbers in a row of an array. */
    public int width(int array) {
        return switch (packing) {
            case NONE -> array == 0 ? queryWidth() : array == 1 ? keyWidth() : valueWidth();
            case KEY_VALUE -> array == 0 ? queryWidth() : keyWidth() + valueWidth();
            case ALL -> queryWidth() + keyWidth() + valueWidth();
        };
    }

    /** Where the query lies. */
    public Part query() {
        return new Part(0, width(0), 0, sharing() * keySize, keySize);
    }

    /** Where the key lies. */
    public Part key() {
        int array = packing == Packing.ALL ? 0 : 1;
        return new Part(array, width(array), packing == Packing.ALL ? queryWidth() : 0, keySize, keySize);
    }

    /** Where the value lies. */
    public Part value() {
        int array = arrays() - 1;
        int begin =
                switch (packing) {
                    case NONE -> 0;
                    case KEY_VALUE -> keyWidth();
                    case ALL -> queryWidth() + keyWidth();
                };
        return new Part(array, width(array), begin, valueSize, valueSize);
    }

    /** Where the result lies, in an array of its own. */
    public Part result() {
        return new Part(0, queryHeads * valueSize, 0, sharing() * valueSize, valueSize);
    }

    /** The types of the arrays for so many examples, steps of the query and steps of key and value. */
    List<ArrayType> types(int batch, int queries, int keys) {
        List<ArrayType> types = new ArrayList<>();
        for (int array = 0; array < arrays(); array++) {
            types.add(ArrayType.float32(batch, array == 0 ? queries : keys, width(array)));
        }
        return types;
    }
}
