package dev.plumb.view;

import dev.plumb.graph.Graph;
import dev.plumb.runtime.History;
import dev.plumb.train.callback.Training;
import dev.plumb.view.page.TrainingSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What was seen of a training that runs. */
final class TrainingWatch {
    private final Instant began = Instant.now();
    private final long start = System.nanoTime();
    private final List<History.Epoch> epochs = new ArrayList<>();
    private final int last;
    private TrainingSnapshot.Progress progress;
    private Map<String, Double> current = Map.of();
    private Model model;

    /** What changes between epochs at most: it is asked for then only. */
    private record Model(Optional<Graph> graph, String summary, Map<String, String> configuration) {
        static Model of(Training training) {
            return new Model(training.graph(), training.summary(), training.configuration());
        }
    }

    /** A training that begins now. */
    TrainingWatch(Training training) {
        last = training.epochs();
        model = Model.of(training);
        progress = new TrainingSnapshot.Progress(
                TrainingSnapshot.Status.RUNNING, training.initialEpoch(), last, 0, training.steps());
    }

    /** An epoch begins. */
    void epoch(Training training, int epoch) {
        current = Map.of();
        progress = new TrainingSnapshot.Progress(TrainingSnapshot.Status.RUNNING, epoch, last, 0, training.steps());
    }

    /** So many steps of it were taken. */
    void step(int taken, Map<String, Double> logs) {
        current = logs;
        OptionalInt steps = progress.steps();
        progress = new TrainingSnapshot.Progress(TrainingSnapshot.Status.RUNNING, progress.epoch(), last, taken, steps);
    }

    /** An epoch has ended. */
    void ended(Training training, int epoch, Map<String, Double> logs) {
        model = Model.of(training);
        current = Map.of();
        epochs.add(new History.Epoch(epoch, logs));
    }

    /** The training has ended, or an exception has ended it. */
    void ended(TrainingSnapshot.Status status) {
        current = Map.of();
        progress = new TrainingSnapshot.Progress(status, progress.epoch(), last, progress.step(), progress.steps());
    }

    TrainingSnapshot.Status status() {
        return progress.status();
    }

    /** What is known now. */
    TrainingSnapshot now(Training training) {
        return new TrainingSnapshot(
                training.model(),
                model.graph(),
                model.summary(),
                model.configuration(),
                began,
                Duration.ofNanos(System.nanoTime() - start),
                progress,
                History.of(epochs),
                current);
    }
}
