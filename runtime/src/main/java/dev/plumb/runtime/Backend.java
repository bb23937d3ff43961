package dev.plumb.runtime;

import dev.plumb.compile.PredictPlan;
import java.util.Map;

/**
 * Computes predictions in place of Plumb's own engine: {@link Network#on}. Training has one engine, and so has all else that a network does.
 */
public interface Backend {

    /** Makes the plans of a network, whose weights are those of the moment at which it was prepared. Any number of threads. */
    interface Prepared {
        /**
         * A plan for so many examples, to be closed by who asks.
         *
         * @param names the symbolic sizes by their names
         */
        PredictPlan plan(int examples, Map<String, Long> names);
    }

    /**
     * Takes a network over, with its weights as they are now.
     *
     * @throws IllegalArgumentException if it cannot compute what a layer does; the message names the layer and the reason
     */
    Prepared prepare(Network network);
}
