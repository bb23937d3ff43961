package dev.plumb.data;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The same examples, but what is smaller than a whole batch comes in parts whose sizes are powers of two, the largest first: 45 as 32, 8, 4
 * and 1. So few plans do for all numbers of examples. For evaluation only: the gradient of a batch is not that of its parts.
 */
public final class PowersOfTwo implements Batches {
    private final Batches batches;
    private final int batchSize;
    private final Map<Integer, FloatBuffer> floatInputs = new HashMap<>();
    private final Map<Integer, IntBuffer> intInputs = new HashMap<>();
    private final Map<Integer, FloatBuffer> floatTargets = new HashMap<>();
    private final Map<Integer, IntBuffer> intTargets = new HashMap<>();
    private int from;
    private int size;

    /**
     * Takes batches over.
     *
     * @param batchSize of a whole one
     */
    public PowersOfTwo(Batches batches, int batchSize) {
        this.batches = batches;
        this.batchSize = batchSize;
    }

    @Override
    public boolean next() {
        from += size;
        size = 0;
        if (from == 0 || from == batches.size()) {
            from = 0;
            floatInputs.clear();
            intInputs.clear();
            floatTargets.clear();
            intTargets.clear();
            if (!batches.next()) {
                return false;
            }
        }
        size = isWhole() ? batchSize : Integer.highestOneBit(batches.size() - from);
        return true;
    }

    private boolean isWhole() {
        return batches.size() == batchSize;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void input(int index, FloatBuffer destination) {
        if (isWhole()) {
            batches.input(index, destination);
        } else {
            copy(
                    floatInputs.computeIfAbsent(index, key -> {
                        FloatBuffer all = FloatBuffer.allocate(elements(destination.capacity()));
                        batches.input(index, all);
                        return all;
                    }),
                    destination);
        }
    }

    @Override
    public void input(int index, IntBuffer destination) {
        if (isWhole()) {
            batches.input(index, destination);
        } else {
            copy(
                    intInputs.computeIfAbsent(index, key -> {
                        IntBuffer all = IntBuffer.allocate(elements(destination.capacity()));
                        batches.input(index, all);
                        return all;
                    }),
                    destination);
        }
    }

    @Override
    public void target(int index, FloatBuffer destination) {
        if (isWhole()) {
            batches.target(index, destination);
        } else {
            copy(
                    floatTargets.computeIfAbsent(index, key -> {
                        FloatBuffer all = FloatBuffer.allocate(elements(destination.capacity()));
                        batches.target(index, all);
                        return all;
                    }),
                    destination);
        }
    }

    @Override
    public void target(int index, IntBuffer destination) {
        if (isWhole()) {
            batches.target(index, destination);
        } else {
            copy(
                    intTargets.computeIfAbsent(index, key -> {
                        IntBuffer all = IntBuffer.allocate(elements(destination.capacity()));
                        batches.target(index, all);
                        return all;
                    }),
                    destination);
        }
    }

    /** The size of what is read for the whole smaller batch, from the size of the part's. */
    private int elements(int ofPart) {
        return Math.multiplyExact(ofPart / size, batches.size());
    }

    private void copy(FloatBuffer all, FloatBuffer destination) {
        int count = destination.capacity();
        destination.put(0, all, from * (count / size), count);
    }

    private void copy(IntBuffer all, IntBuffer destination) {
        int count = destination.capacity();
        destination.put(0, all, from * (count / size), count);
    }

    @Override
    public void close() {
        batches.close();
    }
}
