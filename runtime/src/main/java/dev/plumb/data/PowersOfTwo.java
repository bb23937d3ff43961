package dev.plumb.data;

import java.nio.Buffer;
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
    private final Map<Integer, FloatBuffer> weights = new HashMap<>();
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

    /** Those that parts are made of. */
    public Batches whole() {
        return batches;
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
            weights.clear();
            if (!batches.next()) {
                return false;
            }
        }
        size = isWhole() ? batches.size() : Integer.highestOneBit(batches.size() - from);
        return true;
    }

    /** Also true of sizes that no batch may have: whoever takes the batch says so. */
    private boolean isWhole() {
        return batches.size() < 1 || batches.size() >= batchSize;
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

    @Override
    public void input(int index, String[] destination) {
        if (isWhole()) {
            batches.input(index, destination);
        } else {
            String[] all = new String[elements(destination.length)];
            batches.input(index, all);
            System.arraycopy(all, from * (destination.length / size), destination, 0, destination.length);
        }
    }

    @Override
    public boolean weighs(int target) {
        return batches.weighs(target);
    }

    @Override
    public void weight(int target, FloatBuffer destination) {
        if (isWhole()) {
            batches.weight(target, destination);
        } else {
            copy(
                    weights.computeIfAbsent(target, key -> {
                        FloatBuffer all = FloatBuffer.allocate(elements(destination.capacity()));
                        batches.weight(target, all);
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
        int start = from * (count / size);
        destination.put(0, all, start, count);
        move(destination, all.position() - start);
    }

    private void copy(IntBuffer all, IntBuffer destination) {
        int count = destination.capacity();
        int start = from * (count / size);
        destination.put(0, all, start, count);
        move(destination, all.position() - start);
    }

    /** A source that writes one number after the other tells by the position how far it came. */
    private static void move(Buffer destination, int written) {
        destination.position(Math.max(0, Math.min(written, destination.capacity())));
    }

    @Override
    public void close() {
        batches.close();
    }
}
