package dev.plumb.runtime;

import dev.plumb.compile.Scoring;
import dev.plumb.compile.StepPlan;
import dev.plumb.data.Batches;
import dev.plumb.data.Order;
import dev.plumb.data.PowersOfTwo;
import dev.plumb.io.FitState;
import dev.plumb.weights.Trainability;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The way from a data set to steps that are prepared. */
final class PlannedCourse implements Course {
    private final PlannedLosses losses;
    private final Feed feed;
    private final ClassWeights classes;
    private final Supplier<Trainability> trained;
    private final Phased training;
    private final Phased evaluation;

    /** The steps of training, or of evaluation, and what is done with one whose batch was read. */
    record Phased(CoursePlans plans, Work work) {}

    /** What is done with a step whose batch was read. */
    interface Work {
        /**
         * Runs it.
         *
         * @param trained what is trained now
         * @param scores to which the batch is added
         */
        void take(StepPlan plan, Trainability trained, int examples, int epoch, int step, Scores scores);
    }

    PlannedCourse(
            PlannedLosses losses,
            Feed feed,
            ClassWeights classes,
            Supplier<Trainability> trained,
            Phased training,
            Phased evaluation) {
        this.losses = losses;
        this.feed = feed;
        this.classes = classes;
        this.trained = trained;
        this.training = training;
        this.evaluation = evaluation;
    }

    @Override
    public OptionalInt steps(int batchSize) {
        return feed.steps(batchSize);
    }

    @Override
    public Pass training(int batchSize, Order order) {
        return new PlannedPass(feed.batches(batchSize, order), batchSize, classes, training);
    }

    @Override
    public Pass evaluation(int batchSize) {
        Batches batches = feed.batches(batchSize, Order.sequential());
        Batches parts = losses.areMeansOfParts() ? new PowersOfTwo(batches, batchSize) : batches;
        return new PlannedPass(parts, batchSize, ClassWeights.NONE, evaluation);
    }

    @Override
    public ClassWeights classWeights() {
        return classes;
    }

    /** Batches that go through plans. Taking one allocates nothing. */
    private final class PlannedPass implements Pass {
        private final Batches batches;
        private final int batchSize;
        private final ClassWeights classes;
        private final Phased phased;
        private final Scores scores = losses.scores();
        private Optional<Scoring> scoring = Optional.empty();

        PlannedPass(Batches batches, int batchSize, ClassWeights classes, Phased phased) {
            this.batches = batches;
            this.batchSize = batchSize;
            this.classes = classes;
            this.phased = phased;
        }

        @Override
        public boolean next() {
            return batches.next();
        }

        /** Which outputs have weights is known of the first batch on. */
        private Scoring scoring() {
            if (scoring.isEmpty() || scoring.get().settable() != losses.areSet()) {
                scoring = Optional.of(losses.scoring(feed.weighted(batches, classes)));
            }
            return scoring.get();
        }

        @Override
        public void take(int epoch, int step) {
            Trainability now = trained.get();
            StepPlan plan = phased.plans().of(batches).get(Feed.size(batches, batchSize), now.frozen(), scoring());
            feed.fill(plan.inputs(), batches, classes);
            if (scoring().settable()) {
                losses.setWeights(plan::lossWeight);
            }
            phased.work().take(plan, now, batches.size(), epoch, step, scores);
        }

        @Override
        public Map<String, Double> logs(String prefix) {
            return scores.logs(prefix);
        }

        @Override
        public Evaluation evaluation() {
            return scores.evaluation();
        }

        @Override
        public FitState.Tally tally() {
            return new FitState.Tally(
                    List.of(), Arrays.stream(scores.sums()).boxed().toList());
        }

        @Override
        public void restore(FitState.Tally tally) {
            scores.restore(tally.sums().stream().mapToDouble(sum -> sum).toArray());
        }

        @Override
        public void close() {
            batches.close();
        }
    }
}
