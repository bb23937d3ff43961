package dev.plumb.train.callback;

import dev.plumb.graph.Graph;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The training that runs, as {@linkplain Callback callbacks} see it and steer it. Not to be used after it. */
public interface Training {
    /** The name of the model. */
    String model();

    /** The index of the first epoch, from 0: more if training is resumed. */
    int initialEpoch();

    /** The index of the last epoch plus one. */
    int epochs();

    /** Whether epochs end with a validation: keys with {@code val_} are to be expected then. */
    boolean validates();

    /** The number of batches of an epoch, if it is known before. */
    OptionalInt steps();

    /** The number of steps that were taken, in all fits of this state of training. */
    long iterations();

    /** The learning rate of the next step. */
    double learningRate();

    /** Whether the optimizer has a schedule, so that the learning rate cannot be set. */
    boolean followsSchedule();

    /**
     * Sets the learning rate of the steps from now on; {@code Network.save} writes it.
     *
     * @throws IllegalStateException if the optimizer has a schedule
     * @throws IllegalArgumentException if it is no float32 number above 0
     */
    void learningRate(double rate);

    /**
     * Ends training after this batch, or after this epoch: in an orderly way, with the history so far.
     *
     * @param reason one line, such as {@code early stopping}
     */
    void stop(String reason);

    /** What the model is made of; of a model in code the layers, without wires. Empty if none of its layers was called yet. */
    default Optional<Graph> graph() {
        return Optional.empty();
    }

    /** The table of layers, shapes and parameters, as {@code summaryText()} gives it; empty if there is none. */
    default String summary() {
        return "";
    }

    /** How it is trained, for people: optimizer, losses and metrics by output, and what {@code fit} was told; in an order that makes sense. */
    default Map<String, String> configuration() {
        return Map.of();
    }

    /** Copies of the weights by their paths. */
    Map<String, INDArray> weights();

    /** Gives weights other values, such as those that {@link #weights} gave before. */
    void weights(Map<String, INDArray> values);

    /** Writes the model with the state of training to a file, as its {@code save} does. */
    void save(Path file);

    /** Writes a line to where the progress goes, if anything is printed. */
    void say(String line);
}
