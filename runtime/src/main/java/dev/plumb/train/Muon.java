package dev.plumb.train;

import dev.plumb.ops.Var;
import dev.plumb.train.schedule.LearningRateSchedule;
import dev.plumb.weights.PathPattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Muon (Jordan et al. 2024) as Keras 3 computes it: the momentum of a weight with two axes is made nearly orthogonal by five steps of a Newton–Schulz
 * iteration, and scaled by {@code rmsRate · √max(rows, columns)} (Liu et al. 2025, "Muon is Scalable for LLM Training"). All other weights, those of
 * embeddings (whose path holds {@code embedding}), and those that are {@linkplain #adamFor named}, which should be those of the output layer, move as
 * by {@link AdamW}.
 *
 * @param learningRate of each step, above 0
 * @param momentum how much of the sum of gradients each step keeps, from 0 to 1
 * @param nesterov whether the gradient is taken where the momentum leads
 * @param orthogonalization the number of Newton–Schulz steps, from 1
 * @param rmsRate the root of the mean square of a step at a learning rate of 1, above 0
 * @param beta1 that of Adam
 * @param beta2 that of Adam
 * @param epsilon that of Adam
 * @param weightDecay the share of a weight that a step takes off at a learning rate of 1, from 0; of those that move as by Adam, too
 * @param adamFor patterns of weights that move as by Adam, as in {@link #excludeFromWeightDecay}
 */
public record Muon(
        LearningRateSchedule learningRate,
        double momentum,
        boolean nesterov,
        int orthogonalization,
        double rmsRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        List<String> adamFor)
        implements Optimizer {
    private static final String MOMENTUM = "momentum";
    private static final String VELOCITY = "velocity";
    private static final String RATE = "learning_rate";
    private static final String STEP = "step_size";

    /** The polynomial of the iteration, {@code a x + b x³ + c x⁵}, of the reference implementation. */
    private static final float A = 3.4445f;

    private static final float B = -4.7750f;
    private static final float C = 2.0315f;

    public Muon {
        Objects.requireNonNull(learningRate, "the learning rate is null");
        Hyperparameters.fraction("Muon", "momentum", momentum);
        Hyperparameters.atLeast("Muon", "orthogonalization", orthogonalization, 1);
        Hyperparameters.positive("Muon", "rmsRate", rmsRate);
        Hyperparameters.decay("Muon", "beta1", beta1);
        Hyperparameters.decay("Muon", "beta2", beta2);
        Hyperparameters.positive("Muon", "epsilon", epsilon);
        Hyperparameters.notNegative("Muon", "weightDecay", weightDecay);
        adamFor = List.copyOf(adamFor);
    }

    /** Keras' defaults: a learning rate of 0.001. */
    public static Muon of() {
        return of(0.001);
    }

    /** Keras' defaults beside the learning rate. */
    public static Muon of(double learningRate) {
        return of(Hyperparameters.rate("Muon", learningRate));
    }

    /** Keras' defaults, with a learning rate that follows from the number of steps. */
    public static Muon of(LearningRateSchedule learningRate) {
        return new Muon(learningRate, 0.95, true, 5, 0.2, 0.9, 0.999, 1e-7, 0.004, List.of());
    }

    /** The same with another momentum, from 0 to 1. */
    public Muon momentum(double value) {
        return with(value, nesterov, orthogonalization, rmsRate, weightDecay, adamFor);
    }

    /** The same with Nesterov's momentum, or without. */
    public Muon nesterov(boolean value) {
        return with(momentum, value, orthogonalization, rmsRate, weightDecay, adamFor);
    }

    /** The same with so many Newton–Schulz steps, from 1. */
    public Muon orthogonalization(int steps) {
        return with(momentum, nesterov, steps, rmsRate, weightDecay, adamFor);
    }

    /** The same with another size of its steps, above 0. */
    public Muon rmsRate(double value) {
        return with(momentum, nesterov, orthogonalization, value, weightDecay, adamFor);
    }

    /** The same with another decay, from 0. */
    @Override
    public Muon weightDecay(double value) {
        return with(momentum, nesterov, orthogonalization, rmsRate, value, adamFor);
    }

    /** The same with weights that move as by Adam, given by patterns as in {@link #excludeFromWeightDecay}: {@code adamFor("logits")}. */
    public Muon adamFor(String... patterns) {
        return with(momentum, nesterov, orthogonalization, rmsRate, weightDecay, List.of(patterns));
    }

    private Muon with(
            double changedMomentum,
            boolean changedNesterov,
            int steps,
            double changedRmsRate,
            double decay,
            List<String> patterns) {
        return new Muon(
                learningRate,
                changedMomentum,
                changedNesterov,
                steps,
                changedRmsRate,
                beta1,
                beta2,
                epsilon,
                decay,
                patterns);
    }

    @Override
    public String name() {
        return "Muon";
    }

    /** The decay, which is done around the rule as that of any optimizer. */
    @Override
    public UpdateOptions options() {
        return UpdateOptions.NONE.weightDecay(weightDecay);
    }

    @Override
    public Optimizer options(UpdateOptions options) {
        return ConfiguredOptimizer.of(weightDecay(options.weightDecay()), options);
    }

    @Override
    public Map<String, Double> hyperparameters() {
        return Hyperparameters.of(learningRate)
                .and("momentum", momentum)
                .and("nesterov", nesterov ? 1.0 : 0.0)
                .and("ns_steps", orthogonalization)
                .and("rms_rate", rmsRate)
                .and("adam_beta_1", beta1)
                .and("adam_beta_2", beta2)
                .and("epsilon", epsilon)
                .and("weight_decay", weightDecay)
                .named();
    }

    @Override
    public List<String> slots() {
        return List.of(MOMENTUM, VELOCITY);
    }

    @Override
    public List<String> scalars() {
        return List.of(RATE, STEP);
    }

    @Override
    public double scalar(int index, long updates, double rate) {
        return index == 0 ? rate : Adam.step(updates, rate, beta1, beta2);
    }

    @Override
    public boolean byWeight() {
        return true;
    }

    @Override
    public Update update(State state) {
        return movesByAdam(state.path(), state.weights().rank()) ? adam(state) : orthogonal(state);
    }

    private boolean movesByAdam(String path, int rank) {
        return rank != 2
                || path.toLowerCase(Locale.ROOT).contains("embedding")
                || adamFor.stream().anyMatch(pattern -> PathPattern.of(pattern).names(path));
    }

    private Update adam(State state) {
        Adam rule = new Adam(learningRate, beta1, beta2, epsilon, false);
        return rule.update(new State(
                state.weights(),
                state.gradients(),
                state.slots(),
                Map.of(rule.scalars().get(0), state.scalar(STEP)),
                state.path()));
    }

    private Update orthogonal(State state) {
        Var gradients = state.gradients();
        Var sum = state.slot(MOMENTUM).times((float) momentum).plus(gradients);
        Var ahead = nesterov ? sum.times((float) momentum).plus(gradients) : sum;
        float scale = (float) (rmsRate * Math.sqrt(Math.max(ahead.size(0), ahead.size(1))));
        Var step = orthogonalized(ahead).times(scale).times(state.scalar(RATE));
        return new Update(state.weights().minus(step), Map.of(MOMENTUM, sum));
    }

    /** Nearly the orthogonal matrix next to a matrix: its singular values are moved towards 1. */
    private Var orthogonalized(Var matrix) {
        boolean tall = matrix.size(0) > matrix.size(1);
        Var x = tall ? matrix.transpose(1, 0) : matrix;
        x = x.dividedBy(Norms.euclidean(x).plus(1e-7f));
        for (int step = 0; step < orthogonalization; step++) {
            Var square = x.matmul(x, false, true);
            Var polynomial = square.times(B).plus(square.times(C).matmul(square));
            x = x.times(A).plus(polynomial.matmul(x));
        }
        return tall ? x.transpose(1, 0) : x;
    }
}
