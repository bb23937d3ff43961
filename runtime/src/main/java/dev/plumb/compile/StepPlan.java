package dev.plumb.compile;

import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A prepared step of one batch size, of training or of evaluation: loss and metrics, and for training the gradients. */
public interface StepPlan extends Prepared, BatchScores {

    /** A step that scores. */
    static StepPlan evaluation(Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes) {
        return of(
                (batch, share) -> StepProgram.evaluation(graph, outputs, weights, sizes.ofExamples(batch), share),
                outputs,
                weights,
                Optional.empty(),
                sizes);
    }

    /** A step that scores and writes the gradients, flat, at the places that the weights have there. Nobody else writes there. */
    static StepPlan training(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Storage gradients, Sizes sizes) {
        return training(graph, outputs, weights, new GradientArray(gradients), sizes, false);
    }

    /**
     * The same.
     *
     * @param scaled whether gradients are those of the loss times {@link #lossScale}
     */
    static StepPlan training(
            Graph graph,
            List<OutputTraining> outputs,
            WeightStore weights,
            GradientArray gradients,
            Sizes sizes,
            boolean scaled) {
        return of(
                (batch, share) -> StepProgram.training(
                        graph, outputs, weights, sizes.ofExamples(batch), new Trace(), scaled, share),
                outputs,
                weights,
                Optional.of(gradients),
                sizes);
    }

    private static StepPlan of(
            BiFunction<Integer, Share, StepProgram> program,
            List<OutputTraining> outputs,
            WeightStore weights,
            Optional<GradientArray> gradients,
            Sizes sizes) {
        StepProgram step = program.apply(sizes.batch(), Share.WHOLE);
        Division division = Division.of(step, sizes.batch(), sizes.threads());
        if (division.parts() == 1) {
            StepProgram run = step.recomputing(sizes.recomputed());
            Bindings bindings = WholeStep.bindings(run, weights, gradients);
            return new WholeStep(
                    run, outputs, weights, bindings, WholeStep.providers(run, weights, gradients), division.threads());
        }
        int examples = sizes.batch() / division.parts();
        return new DividedStep(
                share -> program.apply(examples, share).recomputing(sizes.recomputed()),
                division,
                outputs,
                weights,
                gradients);
    }

    /** What a run does, to measure it. */
    List<Stretch> stretches();

    /** The plans with the kernels: one, or one for each part of the batch and for each part of the sums of these. */
    default List<Plan> plans() {
        return stretches().stream().flatMap(Stretch::plans).toList();
    }

    /** Where a batch is written to before a run. */
    StepInputs inputs();

    /** What the loss is multiplied by before gradients are taken, from the next run on, if the step was prepared for that. */
    void lossScale(float scale);

    /**
     * Gives a loss another weight from now on, in a step whose weights can be set.
     *
     * @param index of the loss of an output, or behind these of one that is added
     */
    void lossWeight(int index, double weight);

    /** Whether stateful layers keep something of each example: then a run goes on from a batch before. */
    boolean isStateful();

    /** Begins the next run with these states. */
    void readStates(RecurrentStates states);

    /** Keeps the states after the last run. */
    void writeStates(RecurrentStates states);

    /** Computes what the inputs and targets hold; the seed makes the dropout masks of this step. Allocates nothing. */
    void run(int seed);

    /**
     * Gives the moving statistics, and trained weights that layers replace, the values that the last run found for them: a part of the update, to be called if the
     * step is taken, before the optimizer moves weights. Allocates nothing.
     */
    void assignMoved();

    /** Copies of what the last run found for the moving statistics, by their paths. */
    Map<String, float[]> moved();
}
