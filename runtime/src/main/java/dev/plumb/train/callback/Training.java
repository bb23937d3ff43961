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

    /** Whether training goes on from a backup: {@link Callback#restoreState} is called after {@link Callback#onTrainBegin} then. */
    default boolean isResumed() {
        return false;
    }

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
     * The weight of a loss in the total of the next step.
     *
     * @param loss the output that has it, or the name of a loss that was added
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    double lossWeight(String loss);

    /** Which way a value of the logs is better, if it is a metric that says so. */
    default Optional<Monitor.Direction> direction(String key) {
        return Optional.empty();
    }

    /**
     * Gives a loss another weight from the next step on; {@code Network.save} writes it.
     *
     * @throws IllegalArgumentException if there is no such loss, or the weight is no finite float32 number
     */
    void lossWeight(String loss, double weight);

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

    /** Whether the optimizer keeps moving averages of the weights. */
    default boolean averagesWeights() {
        return false;
    }

    /** Whether the weights are their averages for a time: {@link #useAverages}. */
    default boolean averagesInUse() {
        return false;
    }

    /**
     * Sets the weights that are trained to their moving averages for a time, or back to what was trained. Training goes on by the latter: to be called
     * before it does. Nothing happens if they are so already.
     *
     * @throws IllegalStateException if the optimizer keeps no averages
     */
    default void useAverages(boolean inUse) {
        throw new IllegalStateException("this training has no moving averages of the weights");
    }

    /** Writes the model with the state of training to a file, as its {@code save} does. */
    void save(Path file);

    /** Writes a line to where the progress goes, if anything is printed. */
    void say(String line);
}
