package dev.plumb.view.page;

import dev.plumb.graph.Graph;
import dev.plumb.runtime.History;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a training at a moment.
 *
 * @param model its name
 * @param summary the table of layers, or ""
 * @param configuration how it is trained, by what it is called
 * @param took since it began
 * @param progress where it stands
 * @param current the values of the epoch that runs, so far
 */
public record TrainingSnapshot(
        String model,
        Optional<Graph> graph,
        String summary,
        Map<String, String> configuration,
        Instant began,
        Duration took,
        Progress progress,
        History history,
        Map<String, Double> current) {

    public TrainingSnapshot {
        configuration = new LinkedHashMap<>(configuration);
        current = Map.copyOf(current);
    }

    /** Whether it runs. */
    public enum Status {
        /** It has not ended. */
        RUNNING,
        /** It has ended in an orderly way. */
        ENDED,
        /** An exception has ended it. */
        FAILED
    }

    /**
     * Where a training stands.
     *
     * @param epoch the 0-based epoch that runs
     * @param epochs the index of the last one plus one
     * @param step how many steps of it were taken
     * @param steps how many it has, if that is known
     */
    public record Progress(Status status, int epoch, int epochs, int step, OptionalInt steps) {}
}
