package dev.plumb.data;

import dev.plumb.array.InputException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The batches of one epoch, one after the other. Stands before the first batch at first.
 *
 * <pre>{@code
 * try (Batches batches = dataset.batches(32, Order.shuffled(seed, epoch))) {
 *     while (batches.next()) {
 *         batches.input(0, inputSlot.floats());
 *         step(batches.size());
 *     }
 * }
 * }</pre>
 *
 * Reading writes the examples of the current batch, row-major, from index 0 of the buffer on; numbers are converted to the buffer's type. A
 * trainer gives buffers whose position is 0 and whose limit is the size of the batch, so an implementation may write by index or one number
 * after the other. Neither {@link #next} nor reading allocates memory for a source of arrays. Not safe for use by several threads.
 */
public interface Batches extends AutoCloseable {
    /** Moves on to the next batch; false if there is none. */
    boolean next();

    /** The number of examples in the current batch: the batch size, or less in the last one. */
    int size();

    /** Copies the current batch of one input. */
    void input(int index, FloatBuffer destination);

    /** Copies the current batch of one input of integers. */
    void input(int index, IntBuffer destination);

    /**
     * Copies the current batch of one input of strings.
     *
     * @throws dev.plumb.array.InputException if the input has no strings
     */
    default void input(int index, String[] destination) {
        throw new InputException("input " + index + " of the data set has numbers, expected strings");
    }

    /** Copies the current batch of one target. */
    void target(int index, FloatBuffer destination);

    /** Copies the current batch of one target of integers, such as class labels. */
    void target(int index, IntBuffer destination);

    /** Whether the examples have weights for the loss of a target: the same in all batches. */
    default boolean weighs(int target) {
        return false;
    }

    /**
     * Copies the weights that the examples of the current batch have for the loss of a target that {@link #weighs}. The buffer has room for so
     * many numbers for each example as the loss has values: one, or one a step of a sequence; an example with one weight has it for each of
     * these.
     */
    default void weight(int target, FloatBuffer destination) {
        throw new UnsupportedOperationException("the examples of this data set have no weights");
    }

    /** Releases what the source holds for this epoch. */
    @Override
    void close();
}
