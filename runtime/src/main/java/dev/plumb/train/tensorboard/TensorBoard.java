package dev.plumb.train.tensorboard;

import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.CallbackState;
import dev.plumb.train.callback.Training;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes what TensorBoard shows, as Keras' {@code TensorBoard}: into the folders {@code train} and {@code validation} the values of each epoch
 * ({@code epoch_loss}, {@code epoch_learning_rate}), those of the validation over steps ({@code evaluation_loss_vs_iterations}), the graph, and if asked for
 * values of batches ({@code batch_loss}) and histograms of weights. Each setter gives another one.
 *
 * <pre>{@code
 * trainer.fit(data, Fit.epochs(20).callbacks(TensorBoard.in(Path.of("logs/first")).everySteps(100).histogramsEvery(1)));
 * // tensorboard --logdir logs
 * }</pre>
 *
 * <p>A training that goes on from a backup goes on with its files.
 */
public final class TensorBoard implements Callback {
    private final Path folder;
    private final Options options;

    private Optional<EventFile> train = Optional.empty();
    private Optional<EventFile> validation = Optional.empty();
    private boolean graphWritten;
    private long batches;
    private long epochBegan;
    private long iterationsBefore;

    private record Options(
            int everySteps,
            int histogramsEvery,
            boolean graph,
            boolean stepsPerSecond,
            Optional<Supplier<Map<String, Double>>> more) {}

    private TensorBoard(Path folder, Options options) {
        this.folder = folder;
        this.options = options;
    }

    /** Values of epochs and the graph, in folders below this one. Each training has one of its own: TensorBoard shows those below a common one together. */
    public static TensorBoard in(Path folder) {
        return new TensorBoard(
                Objects.requireNonNull(folder, "the folder of TensorBoard is null"),
                new Options(0, 0, true, false, Optional.empty()));
    }

    /** Writes the values of the epoch so far after each so many steps, too; counted from 1 in a fit. */
    public TensorBoard everySteps(int steps) {
        require(steps >= 1, "everySteps", steps, "at least 1");
        return new TensorBoard(
                folder,
                new Options(steps, options.histogramsEvery, options.graph, options.stepsPerSecond, options.more));
    }

    /** Writes a histogram of each weight after the first epoch, and each so many behind it. */
    public TensorBoard histogramsEvery(int epochs) {
        require(epochs >= 1, "histogramsEvery", epochs, "at least 1");
        return new TensorBoard(
                folder, new Options(options.everySteps, epochs, options.graph, options.stepsPerSecond, options.more));
    }

    /** Whether the graph is written, as it is by default. */
    public TensorBoard graph(boolean written) {
        return new TensorBoard(
                folder,
                new Options(
                        options.everySteps, options.histogramsEvery, written, options.stepsPerSecond, options.more));
    }

    /** Whether the number of steps in a second is written for each epoch. */
    public TensorBoard stepsPerSecond(boolean written) {
        return new TensorBoard(
                folder, new Options(options.everySteps, options.histogramsEvery, options.graph, written, options.more));
    }

    /** Writes other numbers after each epoch, by their tags, such as {@code () -> trainer.gradientNorms(batch).byTag()}. */
    public TensorBoard scalars(Supplier<Map<String, Double>> numbers) {
        Objects.requireNonNull(numbers, "the supplier of numbers is null");
        return new TensorBoard(
                folder,
                new Options(
                        options.everySteps,
                        options.histogramsEvery,
                        options.graph,
                        options.stepsPerSecond,
                        Optional.of(numbers)));
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ": must be " + expected);
        }
    }

    @Override
    public void onTrainBegin(Training training) {
        batches = 0;
        graphWritten = false;
        beginEpoch(training);
    }

    private void beginEpoch(Training training) {
        epochBegan = System.nanoTime();
        iterationsBefore = training.iterations();
    }

    @Override
    public void saveState(CallbackState state) {
        state.put("batches", batches).put("graph", Boolean.toString(graphWritten));
        saveFile(state, "train", train);
        saveFile(state, "validation", validation);
    }

    private static void saveFile(CallbackState state, String name, Optional<EventFile> events) {
        if (events.isPresent()) {
            events.get().flush();
            state.put(name, events.get().file().getFileName().toString());
            state.put(name + "Bytes", events.get().bytes());
        }
    }

    @Override
    public void restoreState(Training training, CallbackState state) {
        batches = state.whole("batches", 0, Long.MAX_VALUE);
        graphWritten = Boolean.parseBoolean(state.text("graph"));
        train = restored(state, "train");
        validation = restored(state, "validation");
    }

    private Optional<EventFile> restored(CallbackState state, String name) {
        return state.has(name)
                ? Optional.of(EventFile.goOn(
                        folder.resolve(name).resolve(state.text(name)), state.whole(name + "Bytes", 0, Long.MAX_VALUE)))
                : Optional.empty();
    }

    @Override
    public void onEpochBegin(Training training, int epoch) {
        beginEpoch(training);
    }

    @Override
    public void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {
        batches++;
        if (options.graph && !graphWritten) {
            graphWritten = true;
            training.graph().ifPresent(train()::graph);
        }
        if (options.everySteps > 0 && batches % options.everySteps == 0) {
            logs.values().forEach((name, value) -> train().scalar("batch_" + name, value, batches));
            train().flush();
        }
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        Map<String, Double> own = new TreeMap<>();
        Map<String, Double> held = new TreeMap<>();
        logs.forEach((name, value) -> {
            if (name.startsWith("val_")) {
                held.put(name.substring("val_".length()), value);
            } else {
                own.put(name, value);
            }
        });
        own.put("learning_rate", training.learningRate());
        if (options.stepsPerSecond) {
            double seconds = Math.max(1, System.nanoTime() - epochBegan) / 1e9;
            own.put("steps_per_second", (training.iterations() - iterationsBefore) / seconds);
        }
        own.forEach((name, value) -> train().scalar("epoch_" + name, value, epoch));
        options.more.ifPresent(numbers -> numbers.get().forEach((tag, value) -> train().scalar(tag, value, epoch)));
        held.forEach((name, value) -> {
            validation().scalar("evaluation_" + name + "_vs_iterations", value, training.iterations());
            validation().scalar("epoch_" + name, value, epoch);
        });
        if (options.histogramsEvery > 0 && epoch % options.histogramsEvery == 0) {
            training.weights().forEach((path, weight) -> train().histogram(
                            path + "/histogram", weight.ravel().toFloatVector(), epoch));
        }
        train.ifPresent(EventFile::flush);
        validation.ifPresent(EventFile::flush);
    }

    private EventFile train() {
        if (train.isEmpty()) {
            train = Optional.of(EventFile.in(folder.resolve("train")));
        }
        return train.get();
    }

    private EventFile validation() {
        if (validation.isEmpty()) {
            validation = Optional.of(EventFile.in(folder.resolve("validation")));
        }
        return validation.get();
    }

    @Override
    public void close() {
        Optional<EventFile> first = train;
        Optional<EventFile> second = validation;
        train = Optional.empty();
        validation = Optional.empty();
        try {
            first.ifPresent(EventFile::close);
        } finally {
            second.ifPresent(EventFile::close);
        }
    }
}
