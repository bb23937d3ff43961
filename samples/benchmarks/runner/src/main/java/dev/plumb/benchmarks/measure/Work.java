package dev.plumb.benchmarks.measure;

import java.util.Optional;

/** A model with a batch that lies ready, waiting to be called. */
@FunctionalInterface
public interface Work {
    /** What one thread calls again and again. Asked for once for each thread. */
    Call caller() throws Exception;

    /** How many training steps or predictions one call makes. */
    default int steps() {
        return 1;
    }

    /** Where the time of a step goes, if the library can tell. */
    default Optional<Breakdown> breakdown() throws Exception {
        return Optional.empty();
    }

    /** The same call for whoever calls. */
    static Work of(Call call) {
        return () -> call;
    }

    /** A call that makes several steps. */
    static Work ofSteps(int steps, Call call) {
        return new Work() {
            @Override
            public Call caller() {
                return call;
            }

            @Override
            public int steps() {
                return steps;
            }
        };
    }

    /** One call. */
    @FunctionalInterface
    interface Call {
        /**
         * Does it once.
         *
         * @param rows how many examples; it only differs from call to call where the workload says so
         */
        void run(int rows) throws Exception;
    }
}
