package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.EagerTape;
import dev.plumb.compile.Execution;
import dev.plumb.compile.LayerPrecisions;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.compile.Scoring;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.StepPlans;
import dev.plumb.compile.StepReplay;
import dev.plumb.compile.StepTimes;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Summary;
import dev.plumb.io.FitState;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.Var;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A graph whose steps are prepared, each for its batch size. */
final class PlannedTrainee<I, T> implements Trainee<I, T> {
    private final Graph graph;
    private final WeightStore weights;
    private final Intake intake;
    private final Adapted adapted;
    private final TrainingState state;
    private final Structure<I> inputs;
    private final Structure<T> targets;
    private final PlannedLosses losses;
    private final Freezing freezing;
    private final TransferNotice notice;
    private final Trainers owner;
    private final StepPlans trainingPlans;
    private final StepPlans evaluationPlans;
    private final EagerKernels kernels;
    private final Execution execution;
    private final RecurrentStates states;
    private Optional<OutputGradients> outputGradients = Optional.empty();
    private final TapeStep tapeStep;
    private final StepSeeds batchSeeds = new StepSeeds();
    private final StepSeeds tapeSeeds = new StepSeeds();

    /** What was frozen when the training that runs began: the weights of the others are its own meanwhile. */
    private Set<String> held = Set.of();

    private Optional<Consumer<BatchGradients>> hook = Optional.empty();

    /**
     * A graph to be trained.
     *
     * @param outputs none if it is only trained by steps of one's own
     */
    PlannedTrainee(
            NetworkParts parts,
            Trainers owner,
            TrainingState state,
            Structure<I> inputs,
            Structure<T> targets,
            List<OutputTraining> outputs) {
        this.freezing = parts.freezing();
        this.graph = freezing.declared();
        this.notice = parts.notice();
        if (!outputs.isEmpty()) {
            Feed.inputs(graph, inputs.names());
            Feed.targets(graph, outputs, targets);
        }
        this.weights = parts.weights();
        this.intake = parts.intake();
        this.adapted = new Adapted(graph, weights, intake.vocabularies());
        this.state = state;
        this.states = parts.states();
        this.execution = parts.execution();
        this.inputs = inputs;
        this.targets = targets;
        this.losses = new PlannedLosses(graph, outputs, state::lossWeights);
        this.owner = owner;
        this.trainingPlans = StepPlans.training(
                graph,
                outputs,
                weights,
                state.update().gradientArray(),
                execution,
                state.lossScale().isUsed());
        this.evaluationPlans = StepPlans.evaluation(graph, outputs, weights, execution);
        this.kernels = EagerTape.kernels(execution.threads());
        this.tapeStep = new TapeStep(graph.name(), weights, state);
    }

    @Override
    public String name() {
        return graph.name();
    }

    @Override
    public List<String> metricNames() {
        return losses.metricNames();
    }

    @Override
    public Map<String, TrainingMetric.Direction> metricDirections() {
        return losses.metricDirections();
    }

    @Override
    public Optional<Graph> graph() {
        return Optional.of(freezing.graph());
    }

    @Override
    public String summary() {
        OptimizerMemory memory = state.memory();
        return new Summary(freezing.graph(), memory.parameters(), memory.bytes()).text();
    }

    @Override
    public Map<String, String> configuration() {
        return Configuration.of(state.optimizer(), losses.outputs());
    }

    @Override
    public WeightStore weights() {
        return weights;
    }

    @Override
    public void save(Path file) {
        owner.save(file);
    }

    @Override
    public void backup(Path file, FitState fit) {
        weights.runBetweenSteps(() -> new NetworkFile(
                        graph,
                        state.seed(),
                        freezing.changes(),
                        weights,
                        Optional.of(state.memory()),
                        intake.vocabularies().now(),
                        Optional.of(fit))
                .writeBackup(file));
    }

    @Override
    public FitState restore(Path file, Consumer<FitState> check) {
        NetworkFile saved = NetworkFile.read(file, graph);
        try {
            return restore(saved, NetworkFile.fit(file, saved.fit()), check);
        } finally {
            Reference.reachabilityFence(saved); // its memory is read
        }
    }

    private FitState restore(NetworkFile saved, FitState fit, Consumer<FitState> check) {
        OptimizerMemory memory =
                saved.optimizer().orElseThrow(() -> new IllegalArgumentException("it holds no state of the optimizer"));
        state.requireSame(memory.state());
        List<Long> draws = fit.draws(2 * StepSeeds.DRAWN);
        check.accept(fit);
        weights.runBetweenSteps(() -> {
            weights.entries().forEach(entry -> weights.slot(entry.path())
                    .floats()
                    .put(saved.weights().slot(entry.path()).floats()));
            weights.changed();
            intake.vocabularies().set(saved.vocabularies());
            freezing.restore(saved.freezing());
            state.goOn(saved.seed(), memory);
        });
        owner.reseed(saved.seed());
        batchSeeds.goOn(draws.subList(0, StepSeeds.DRAWN));
        tapeSeeds.goOn(draws.subList(StepSeeds.DRAWN, draws.size()));
        owner.stepped(state);
        return fit;
    }

    @Override
    public List<Long> draws() {
        return Stream.concat(batchSeeds.drawn().stream(), tapeSeeds.drawn().stream())
                .toList();
    }

    @Override
    public TrainingState state() {
        return state;
    }

    @Override
    public Trainability trained() {
        return freezing.now();
    }

    @Override
    public <R> R training(Supplier<R> work) {
        if (freezing.isAll()) {
            throw new IllegalStateException("all layers of model '" + name()
                    + "' are frozen, so there is nothing to train: unfreeze some, such as by unfreezeLast(1)");
        }
        Set<String> frozen = freezing.now().frozen();
        weights.requireNoCallback("the trainer of model '" + name() + "'", frozen);
        held = frozen;
        return guarded(held, work);
    }

    @Override
    public void callingBack(Runnable work) {
        weights.beginCallback(held);
        try {
            work.run();
        } finally {
            weights.endCallback();
        }
    }

    /** No other thread trains what is trained now. */
    private <R> R guarded(Set<String> frozen, Supplier<R> work) {
        return weights.whileTraining("the trainer of model '" + name() + "'", frozen, work);
    }

    @Override
    public void beforeFit(boolean warnings) {
        notice.beforeFit(graph, freezing.now(), warnings);
    }

    @Override
    public Optional<String> firstNonFinite() {
        return weights.firstNonFinite();
    }

    @Override
    public Dataset<I, T> examples(I batchInputs, T batchTargets) {
        return Dataset.of(inputs, batchInputs, targets, batchTargets);
    }

    @Override
    public Course course(Dataset<?, ?> data, boolean checkInputs, Map<String, Map<Integer, Double>> classWeights) {
        losses.requireAny();
        adapted.require();
        Feed feed = Feed.of(graph, intake, losses.outputs(), data);
        Map<String, Long> sizes = feed.check(checkInputs);
        ClassWeights classes = ClassWeights.of(
                classWeights,
                losses.outputs(),
                output -> TargetClasses.of(output, InputCheck.output(graph, output), sizes));
        return new PlannedCourse(
                losses,
                feed,
                classes,
                freezing::now,
                new PlannedCourse.Phased(new CoursePlans(feed, trainingPlans), this::train),
                new PlannedCourse.Phased(new CoursePlans(feed, evaluationPlans), this::evaluate));
    }

    @Override
    public void addLoss(AddedLoss loss) {
        losses.add(loss);
    }

    @Override
    public Map<String, Double> statedLossWeights() {
        return losses.stated();
    }

    @Override
    public BatchGradients gradients(Batch<I, T> batch) {
        losses.requireAny();
        adapted.require();
        Feed feed = Feed.of(graph, intake, losses.outputs(), examples(batch.inputs(), batch.targets()));
        StepPlans.OfNames plans = trainingPlans.of(feed.check(false));
        try (Batches batches = feed.batches(batch.size(), Order.sequential())) {
            batches.next();
            Trainability trained = freezing.now();
            Scoring scoring = losses.scoring(Set.of());
            StepPlan plan = plans.get(batches.size(), trained.frozen(), scoring);
            feed.fill(plan.inputs(), batches);
            if (scoring.settable()) {
                losses.setWeights(plan::lossWeight);
            }
            return weights.betweenSteps(() -> {
                long seed = batchSeeds.next(state.seed(), state.iteration());
                look(plan, seed, trained);
                return copy(plan, trained, batches.size());
            });
        }
    }

    @Override
    public GradientNorms gradientNorms(Batch<I, T> batch) {
        TrainedOutputs.requireAny(name(), losses.outputs());
        if (outputGradients.isEmpty()) {
            outputGradients = Optional.of(
                    new OutputGradients(graph, intake, losses.outputs(), weights, execution, states, kernels));
        }
        OutputGradients gradients = outputGradients.get();
        return weights.betweenSteps(() -> gradients.norms(
                examples(batch.inputs(), batch.targets()),
                freezing.now(),
                Seeds.derive(state.seed(), state.iteration()),
                losses::weight));
    }

    @Override
    public StepProfile profile(Dataset<I, T> data, int batchSize) {
        losses.requireAny();
        adapted.require();
        Feed feed = Feed.of(graph, intake, losses.outputs(), data);
        feed.check(false);
        try (Batches batches = feed.batches(batchSize, Order.sequential())) {
            if (!batches.next()) {
                throw new InputException("the data set has no examples, and a profile needs a batch");
            }
            Scoring scoring = losses.scoring(feed.weighted(batches, ClassWeights.NONE));
            return StepProfile.of(StepTimes.of(
                    graph,
                    losses.outputs(),
                    weights,
                    state.optimizer(),
                    state.learningRate(),
                    execution,
                    Feed.size(batches, batchSize),
                    feed.sizes(batches),
                    freezing.now(),
                    scoring,
                    plan -> {
                        feed.fill(plan.inputs(), batches, ClassWeights.NONE);
                        if (scoring.settable()) {
                            losses.setWeights(plan::lossWeight);
                        }
                    }));
        }
    }

    @Override
    public Optional<NonFinite> findNonFinite(Batch<I, T> batch) {
        losses.requireAny();
        Feed feed = Feed.of(graph, intake, losses.outputs(), examples(batch.inputs(), batch.targets()));
        Set<String> frozen = freezing.now().frozen();
        Scoring scoring = losses.scoring(Set.of());
        Sizes sizes = new Sizes(batch.size(), feed.check(false), 0, Optional.of(frozen), scoring, LayerPrecisions.NONE);
        StepReplay replay = new StepReplay(graph, losses.outputs(), weights, sizes);
        replay.readStates(states);
        if (scoring.settable()) {
            losses.setWeights(replay::lossWeight);
        }
        try (Batches batches = feed.batches(batch.size(), Order.sequential())) {
            if (batches.next()) {
                feed.fill(replay, batches);
            }
        }
        return replay.run((int) Seeds.derive(state.seed(), state.iteration()));
    }

    private BatchGradients copy(StepPlan plan, Trainability trained, int examples) {
        Scores scores = losses.scores();
        scores.add(plan, examples);
        return BatchGradients.copy(
                weights, trained, state.update().gradients(), scores.evaluation(), plan.moved(), states.after(plan));
    }

    @Override
    public void apply(BatchGradients gradients) {
        if (!gradients.isOf(weights)) {
            throw new IllegalArgumentException("these are gradients of another model than '" + name() + "'");
        }
        Trainability trained = freezing.now();
        tapeStep.take(trained, gradients);
        states.set(gradients.states());
        owner.stepped(state);
    }

    @Override
    public void onGradients(Consumer<BatchGradients> looked) {
        hook = Optional.of(hook.map(before -> before.andThen(looked)).orElse(looked));
    }

    @Override
    public GradientTape tape(Phase phase) {
        long masks = phase == Phase.TRAINING ? tapeSeeds.next(state.seed(), state.iteration()) : 0;
        return new GradientTape(kernels, phase, (int) Seeds.mix(masks));
    }

    @Override
    public float minimize(GradientTape tape, Var loss) {
        Trainability trained = freezing.now();
        float value = tapeStep.finite(tape, loss);
        tapeStep.take(trained, tape.tape(), tapeStep.gradients(loss, scaled -> tape.tape()
                .gradients(scaled, weights, trained)));
        owner.stepped(state);
        return value;
    }

    private void run(StepPlan plan, long seed, Trainability trained) {
        plan.lossScale(state.lossScale().now());
        states.run(plan, (int) seed);
        state.unscale(trained);
    }

    /** As a step of training, but the states of stateful layers stay: they move on with the weights. */
    private void look(StepPlan plan, long seed, Trainability trained) {
        plan.lossScale(state.lossScale().now());
        states.look(plan, (int) seed);
        state.unscale(trained);
    }

    /** One step with a batch that was read, guarded anew if layers were unfrozen since training began. */
    private void train(StepPlan plan, Trainability trained, int examples, int epoch, int step, Scores scores) {
        if (trained.frozen().equals(held)) {
            take(plan, trained, examples, epoch, step, scores);
        } else if (freezing.isAll()) {
            throw Freezing.allInTraining(name());
        } else {
            guarded(trained.frozen(), () -> {
                take(plan, trained, examples, epoch, step, scores);
                return plan;
            });
        }
    }

    private void evaluate(StepPlan plan, Trainability trained, int examples, int epoch, int step, Scores scores) {
        states.run(plan, (int) StepSeeds.ofEvaluation(step));
        scores.add(plan, examples);
    }

    private void take(StepPlan plan, Trainability trained, int examples, int epoch, int step, Scores scores) {
        weights.betweenSteps(() -> {
            run(plan, Seeds.derive(state.seed(), state.iteration()), trained);
            if (!Float.isFinite(plan.loss())) {
                throw new NonFiniteLossException(epoch, step, plan.loss(), MaskedMeans.hint(graph));
            }
            scores.add(plan, examples);
            if (hook.isPresent()) { // which may run the plan again, for gradients of its own
                BatchGradients gradients = copy(plan, trained, examples);
                hook.get().accept(gradients);
                state.take(gradients, trained);
            } else {
                state.take(plan, trained);
            }
            owner.stepped(state);
            return plan;
        });
    }
}
