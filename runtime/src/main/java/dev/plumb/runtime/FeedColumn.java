package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.Batches;
import java.nio.Buffer;
import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * One input or target of a model in a data set. Reading gives the data set a buffer that is as large as the batch, and says whose numbers they
 * are if they are too many or too few, or not what they may be.
 *
 * @param where as messages name it: {@code input 'image'}
 * @param isInput whether it is an input of the data set, or a target
 * @param index where it is among the inputs or targets of the data set
 * @param rules what is not known of its numbers before they are read
 */
record FeedColumn(String where, boolean isInput, int index, List<ValueRule> rules) {

    /** The same, whose numbers must be finite as well. */
    FeedColumn finite() {
        return new FeedColumn(
                where,
                isInput,
                index,
                Stream.concat(Stream.of(ValueRule.finite(where)), rules.stream())
                        .toList());
    }

    void read(Batches batches, FloatBuffer destination) {
        destination.clear();
        try {
            if (isInput) {
                batches.input(index, destination);
            } else {
                batches.target(index, destination);
            }
        } catch (BufferOverflowException | IndexOutOfBoundsException e) {
            throw failed(batches, destination, e);
        }
        complete(batches, destination);
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).checkBatch(destination, batches.size());
        }
    }

    void read(Batches batches, IntBuffer destination) {
        destination.clear();
        try {
            if (isInput) {
                batches.input(index, destination);
            } else {
                batches.target(index, destination);
            }
        } catch (BufferOverflowException | IndexOutOfBoundsException e) {
            throw failed(batches, destination, e);
        }
        complete(batches, destination);
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).checkBatch(destination, batches.size());
        }
    }

    /** The weights that the examples have for the loss of this target: finite numbers. */
    void readWeights(Batches batches, FloatBuffer destination) {
        destination.clear();
        try {
            batches.weight(index, destination);
        } catch (BufferOverflowException | IndexOutOfBoundsException e) {
            throw failed(batches, destination, e);
        }
        complete(batches, destination);
        for (int i = 0; i < destination.capacity(); i++) {
            if (!Float.isFinite(destination.get(i))) {
                ValueRule.finite("the weight of " + where).checkBatch(destination, batches.size());
            }
        }
    }

    /** Reads strings; one that is left out is named. */
    void read(Batches batches, String[] destination) {
        try {
            batches.input(index, destination);
        } catch (IndexOutOfBoundsException e) {
            InputException failed = new InputException("the data set failed to write the " + destination.length
                    + " strings of " + where + ": " + e.getMessage());
            failed.initCause(e);
            throw failed;
        }
        for (int i = 0; i < destination.length; i++) {
            if (destination[i] == null) {
                throw new InputException(
                        where + " has no string in example " + i / (destination.length / batches.size())
                                + " of the batch: leave the example out, or give \"\"");
            }
        }
    }

    private InputException failed(Batches batches, Buffer destination, RuntimeException cause) {
        InputException failed = new InputException("the data set failed to write the " + room(batches, destination)
                + ": " + (cause instanceof BufferOverflowException ? "it wrote more" : cause.getMessage()));
        failed.initCause(cause);
        return failed;
    }

    /** A position that has moved tells how many numbers were written one after the other. */
    private void complete(Batches batches, Buffer destination) {
        if (destination.position() > 0 && destination.hasRemaining()) {
            throw new InputException(
                    "the data set wrote only " + destination.position() + " of the " + room(batches, destination));
        }
    }

    private String room(Batches batches, Buffer destination) {
        return destination.capacity() + " numbers of " + where + " for a batch of " + batches.size()
                + (batches.size() == 1 ? " example" : " examples");
    }
}
