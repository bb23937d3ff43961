package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import java.util.Optional;

/** What is tried for the fixes of one model, bounded: a search that finds nothing ends soon, however large the model is. */
final class Trials {
    /** A step takes about 10 microseconds, all trials together about half a second. */
    private static final int STEPS_EXAMINED = 60_000;

    private int left = STEPS_EXAMINED;

    /** What the checks find in a draft, unless enough was tried. */
    Optional<GraphChecker.Findings> examine(Draft draft) {
        if (isOver()) {
            return Optional.empty();
        }
        left -= 1 + draft.steps().size();
        return Optional.of(GraphChecker.analyse(draft));
    }

    boolean isOver() {
        return left < 0;
    }
}
