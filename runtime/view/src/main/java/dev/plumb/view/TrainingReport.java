package dev.plumb.view;

import dev.plumb.runtime.GraphPlot;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import dev.plumb.view.page.TrainingPage;
import dev.plumb.view.page.TrainingSnapshot;
import dev.plumb.view.picture.PictureFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a page about the training after each epoch and at its end: curves, values, the graph, the summary, how it is trained, and on what machine.
 *
 * <pre>{@code
 * trainer.fit(data, Fit.epochs(20).validationSplit(0.2).callbacks(TrainingReport.to(Path.of("training.html"))));
 * }</pre>
 *
 * <p>The page is one file that needs no network. It is written whole or not at all, so that a browser may show it at any time; if an exception ends the
 * training, it says so and has the epochs until then. Given behind the callbacks that add values to the logs, it shows these too.
 *
 * @see LivePage
 */
public final class TrainingReport implements Callback {
    private final Path file;
    private final GraphPlot graph;
    private final int everyEpochs;

    private TrainingPage page;
    private Optional<Seen> seen = Optional.empty();

    /** The training that runs. */
    private record Seen(Training training, TrainingWatch watch) {
        TrainingSnapshot now() {
            return watch.now(training);
        }
    }

    private TrainingReport(Path file, GraphPlot graph, int everyEpochs) {
        this.file = file;
        this.graph = graph;
        this.everyEpochs = everyEpochs;
        this.page = new TrainingPage(graph);
    }

    /**
     * Writes to a file whose name ends with {@code .html}, in a folder that is there.
     *
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public static TrainingReport to(Path file) {
        if (PictureFile.kind(file) != PictureFile.Kind.HTML) {
            throw new IllegalArgumentException("the report of a training is a page: name '" + file
                    + "' .html; history.plot(…) and model.plot(…) draw pictures");
        }
        return new TrainingReport(file, GraphPlot.defaults(), 1);
    }

    /** Draws the graph in this way. */
    public TrainingReport graph(GraphPlot options) {
        return new TrainingReport(file, Objects.requireNonNull(options, "the options are null"), everyEpochs);
    }

    /**
     * Writes after each so many epochs, and at the end.
     *
     * @throws IllegalArgumentException if they are less than 1
     */
    public TrainingReport everyEpochs(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("everyEpochs must be at least 1, found " + epochs);
        }
        return new TrainingReport(file, graph, epochs);
    }

    /** Writes the first page: before an hour of training, not after it, is seen whether it can be written. */
    @Override
    public void onTrainBegin(Training training) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the report '" + file + "' cannot be written: the folder '" + folder
                    + "' does not exist; create it first");
        }
        page = new TrainingPage(graph);
        seen = Optional.of(new Seen(training, new TrainingWatch(training)));
        write();
    }

    @Override
    public void onEpochBegin(Training training, int epoch) {
        seen.ifPresent(run -> run.watch().epoch(training, epoch));
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        seen.ifPresent(run -> run.watch().ended(training, epoch, logs));
        if ((epoch + 1) % everyEpochs == 0) {
            write();
        }
    }

    @Override
    public void onTrainEnd(Training training, Map<String, Double> logs) {
        seen.ifPresent(run -> run.watch().ended(TrainingSnapshot.Status.ENDED));
        write();
    }

    /** Says so if the training did not end by itself. */
    @Override
    public void close() {
        if (seen.isPresent() && seen.get().watch().status() == TrainingSnapshot.Status.RUNNING) {
            seen.get().watch().ended(TrainingSnapshot.Status.FAILED);
            write();
        }
        seen = Optional.empty();
    }

    /**
     * Writes the page.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    private void write() {
        seen.ifPresent(run -> PictureFile.write(file, page.file(run.now())));
    }
}
