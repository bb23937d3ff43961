package dev.plumb.runtime;

import dev.plumb.data.Dataset;
import dev.plumb.graph.Graph;
import dev.plumb.io.FitState;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.Var;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.TrainingMetric;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model as a {@link Trainer} sees it: a graph whose steps are planned, or code whose steps are executed as it runs.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
interface Trainee<I, T> {
    /** As messages name it. */
    String name();

    /** What is reported, in the order of an evaluation. */
    List<String> metricNames();

    /** Which way each metric is better, by the names in logs. */
    Map<String, TrainingMetric.Direction> metricDirections();

    /** What it is made of; empty of a model in code that was never called. */
    Optional<Graph> graph();

    /** The table of its layers. */
    String summary();

    /** Its optimizer, and the losses and metrics of its outputs, by what they are called. */
    Map<String, String> configuration();

    /** What is trained. */
    WeightStore weights();

    /** Writes the model with its state of training. */
    void save(Path file);

    /** Writes the model with its state of training, and where the fit stands that trains it. */
    void backup(Path file, FitState state);

    /**
     * Takes from a backup weights, optimizer, seed and what is frozen.
     *
     * @param check of where the fit stood, before anything is changed
     * @return where it stood
     * @throws IllegalArgumentException if it is a backup of another model or optimizer; nothing is changed then
     * @throws java.io.UncheckedIOException if it cannot be read; nothing is changed then, either
     */
    FitState restore(Path file, Consumer<FitState> check);

    /** What random numbers of steps of one's own follow from, beside the seed and the number of the step. */
    List<Long> draws();

    /** The optimizer's memory, and the number of steps and epochs. */
    TrainingState state();

    /** What is trained now. */
    Trainability trained();

    /**
     * Does something that moves weights, while nobody else does.
     *
     * @throws IllegalStateException if all layers are frozen, or another thread trains these weights, or a callback of their training calls this
     */
    <R> R training(Supplier<R> work);

    /** Does something that looks at a training, between two steps: it cannot train what is trained. */
    void callingBack(Runnable work);

    /** Says what is probably a mistake, before a fit. */
    void beforeFit(boolean warnings);

    /** The path of the first weight that holds NaN or infinity. */
    Optional<String> firstNonFinite();

    /** Examples in memory. */
    Dataset<I, T> examples(I inputs, T targets);

    /**
     * The way from a data set to this model.
     *
     * @param checkInputs whether to search it for NaN and infinity
     * @param classWeights weights of the examples of training by their classes, by the names of outputs
     * @throws dev.plumb.array.InputException if the data set does not fit
     */
    Course course(Dataset<?, ?> data, boolean checkInputs, Map<String, Map<Integer, Double>> classWeights);

    /** Adds a loss to those of the outputs. */
    void addLoss(AddedLoss loss);

    /** The weights of all losses as they are stated, by the names of outputs and of added losses. */
    Map<String, Double> statedLossWeights();

    /** The gradients of a batch; no weight moves. */
    BatchGradients gradients(Batch<I, T> batch);

    /** The norms of the gradients of each output's loss by itself; no weight moves, and no random numbers are drawn that training would draw. */
    GradientNorms gradientNorms(Batch<I, T> batch);

    /** What a step with the first batch of a data set takes, and each of its kernels; no weight moves. */
    StepProfile profile(Dataset<I, T> data, int batchSize);

    /** What made the loss or a gradient of a batch not finite, if they are not; no weight moves. */
    Optional<NonFinite> findNonFinite(Batch<I, T> batch);

    /** Moves the weights by gradients. */
    void apply(BatchGradients gradients);

    /** Looks at the gradients of each step before weights move by them, and may change them. */
    void onGradients(Consumer<BatchGradients> hook);

    /** A tape on which this model, and others, can be called. */
    GradientTape tape(Phase phase);

    /** Moves the weights by the gradients of a loss of a tape; the loss as it was. */
    float minimize(GradientTape tape, Var loss);
}
