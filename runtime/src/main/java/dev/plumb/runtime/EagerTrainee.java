package dev.plumb.runtime;

import dev.plumb.data.ArrayBatches;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.graph.Graph;
import dev.plumb.io.FitState;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.Var;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model in code whose steps are executed as it runs, each on a tape of its own. */
final class EagerTrainee<B, M, O, T> implements Trainee<B, T> {
    private final EagerModel<M, O> model;
    private final EagerInput<B, M> input;
    private final Structure<T> targets;
    private final EagerOptimizer optimizer;
    private final List<OutputTraining> outputs;
    private final EagerOutputs scoring;
    private final StepSeeds seeds = new StepSeeds();
    private Optional<Consumer<BatchGradients>> hook = Optional.empty();
    private List<AddedLoss> added = List.of();

    /**
     * A model to be trained.
     *
     * @param outputs none if it is only trained by steps of one's own
     */
    EagerTrainee(
            EagerModel<M, O> model,
            EagerInput<B, M> input,
            Structure<T> targets,
            EagerOptimizer optimizer,
            List<OutputTraining> outputs) {
        this.model = model;
        this.input = input;
        this.targets = targets;
        this.optimizer = optimizer;
        this.outputs = List.copyOf(outputs);
        this.scoring = new EagerOutputs(model.name(), outputs);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public List<String> metricNames() {
        return MetricNames.all(outputs.size(), outputs, added);
    }

    @Override
    public Map<String, TrainingMetric.Direction> metricDirections() {
        return MetricNames.directions(outputs.size(), outputs);
    }

    @Override
    public Optional<Graph> graph() {
        return model.eagerWeights().built().map(EagerWeights.Built::graph);
    }

    @Override
    public String summary() {
        return model.summaryText();
    }

    @Override
    public Map<String, String> configuration() {
        return Configuration.of(optimizer.rule(), outputs);
    }

    @Override
    public WeightStore weights() {
        return model.store();
    }

    @Override
    public void save(Path file) {
        model.save(file, optimizer);
    }

    @Override
    public void backup(Path file, FitState fit) {
        model.backup(file, optimizer, fit);
    }

    @Override
    public FitState restore(Path file, Consumer<FitState> check) {
        FitState fit = model.restore(file, optimizer, saved -> {
            saved.draws(StepSeeds.DRAWN);
            check.accept(saved);
        });
        seeds.goOn(fit.draws());
        return fit;
    }

    @Override
    public List<Long> draws() {
        return seeds.drawn();
    }

    @Override
    public TrainingState state() {
        return optimizer.ready().state();
    }

    @Override
    public Trainability trained() {
        return model.trainability();
    }

    /** Each step guards the weights by itself: a step may make new ones. */
    @Override
    public <R> R training(Supplier<R> work) {
        if (model.eagerWeights().built().isPresent() && model.built().freezing().isAll()) {
            throw new IllegalStateException(
                    "all layers of model '" + name() + "' are frozen, so there is nothing to train: unfreeze some");
        }
        if (model.eagerWeights().built().isPresent()) {
            model.store()
                    .requireNoCallback(
                            "the trainer of model '" + name() + "'",
                            model.trainability().frozen());
        }
        return work.get();
    }

    @Override
    public void callingBack(Runnable work) {
        if (model.eagerWeights().built().isEmpty()) {
            work.run();
            return;
        }
        WeightStore store = model.store(); // work may build more layers, whose weights are in another one then
        store.beginCallback(model.trainability().frozen());
        try {
            work.run();
        } finally {
            store.endCallback();
        }
    }

    @Override
    public void beforeFit(boolean warnings) {
        // Weights of other models come into this one as layers: whoever does that has chosen what is frozen.
    }

    @Override
    public Optional<String> firstNonFinite() {
        return model.store().firstNonFinite();
    }

    @Override
    public Dataset<B, T> examples(B inputs, T batchTargets) {
        return input.dataset(inputs, targets, batchTargets);
    }

    @Override
    @SuppressWarnings("unchecked") // a data set of other examples fails where these are read, with a message
    public Course course(Dataset<?, ?> data, boolean checkInputs, Map<String, Map<Integer, Double>> classWeights) {
        TrainedOutputs.requireAny(name(), outputs);
        if (checkInputs && data instanceof ArrayDataset<?, ?> arrays) {
            finite("input", arrays.inputStructure().names(), arrays.inputArrays());
            finite("target", arrays.targetStructure().names(), arrays.targetArrays());
        }
        return new EagerCourse(
                (Dataset<B, T>) data, ClassWeights.of(classWeights, outputs, output -> Optional.empty()));
    }

    @Override
    public void addLoss(AddedLoss loss) {
        added = TrainedOutputs.with(loss, added, outputs);
    }

    @Override
    public Map<String, Double> statedLossWeights() {
        return LossWeights.stated(outputs, added);
    }

    private static void finite(String what, List<String> names, List<INDArray> arrays) {
        for (int i = 0; i < arrays.size(); i++) {
            ValueRule.finite(what + " '" + names.get(i) + "'").check(arrays.get(i));
        }
    }

    @Override
    public BatchGradients gradients(Batch<B, T> batch) {
        TrainedOutputs.requireAny(name(), outputs);
        try (GradientTape tape = tape(Phase.TRAINING)) {
            EagerOutputs.Scored scored = scored(tape, batch, EagerSampleWeights.NONE);
            return copy(tape, scored, batch.size(), gradients(tape, scored));
        }
    }

    @Override
    public StepProfile profile(Dataset<B, T> data, int batchSize) {
        throw new UnsupportedOperationException("model '" + name()
                + "' runs its code op by op, so it has no step that is prepared, whose kernels could be timed:"
                + " profile(…) is for generated models and networks");
    }

    @Override
    public GradientNorms gradientNorms(Batch<B, T> batch) {
        TrainedOutputs.requireAny(name(), outputs);
        try (GradientTape tape = stepTape()) {
            EagerOutputs.Scored scored = scored(tape, batch, EagerSampleWeights.NONE);
            Map<String, Map<String, Double>> norms = new LinkedHashMap<>();
            for (int i = 0; i < outputs.size(); i++) {
                Var loss = scored.outputs().get(i).loss();
                String output = outputs.get(i).output();
                double weight = state().lossWeights().get(output, statedLossWeights());
                norms.put(output, norms(tape, tape.gradients(loss, model), weight));
            }
            return GradientNorms.of(norms);
        }
    }

    private Map<String, Double> norms(GradientTape tape, Map<String, Var> gradients, double weight) {
        Map<String, Double> squares = new LinkedHashMap<>();
        gradients.forEach((path, gradient) -> {
            double sum = 0;
            for (float number : tape.tape().recorder().floats(gradient)) {
                sum += (double) number * number;
            }
            squares.merge(model.store().entry(path).layer(), sum, Double::sum);
        });
        squares.replaceAll((layer, sum) -> Math.abs(weight) * Math.sqrt(sum));
        return squares;
    }

    @Override
    public Optional<NonFinite> findNonFinite(Batch<B, T> batch) {
        TrainedOutputs.requireAny(name(), outputs);
        try (GradientTape tape = stepTape()) {
            tape.keepLines();
            EagerOutputs.Scored scored = scored(tape, batch, EagerSampleWeights.NONE);
            model.store().firstNonFinite().ifPresent(path -> {
                throw notFiniteBefore("weight '" + path + "'");
            });
            List<Var> values = new ArrayList<>(List.of(scored.total()));
            values.addAll(tape.gradients(scored.total(), model).values());
            Optional<NonFinite> found = values.stream()
                    .map(tape::findNonFinite)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (found.isEmpty() && !Float.isFinite(scored.loss())) {
                throw notFiniteBefore("an input or a target");
            }
            return found;
        }
    }

    private static IllegalArgumentException notFiniteBefore(String what) {
        return new IllegalArgumentException(
                what + " is not finite before the step begins, so nothing that follows from it can be");
    }

    private EagerOutputs.Scored scored(GradientTape tape, Batch<B, T> batch, EagerSampleWeights weights) {
        List<O> results = new ArrayList<>();
        for (M call : input.calls(tape.context(), batch.inputs())) {
            results.add(model.call(tape.context(), call));
        }
        LossWeights set = optimizer.lossWeights();
        Map<String, Double> stated = statedLossWeights();
        EagerOutputs.Losses losses =
                new EagerOutputs.Losses(set.now(outputs, stated), set.nowAdded(added, stated), weights);
        return scoring.score(model, tape, results, batch, targets, losses);
    }

    private Map<String, Var> gradients(GradientTape tape, EagerOutputs.Scored scored) {
        return optimizer.ready().gradients(scored.total(), scaled -> tape.gradients(scaled, model));
    }

    private BatchGradients copy(
            GradientTape tape, EagerOutputs.Scored scored, int examples, Map<String, Var> gradients) {
        Scores scores = new Scores(outputs.size(), outputs, added);
        scores.add(scored, examples);
        return optimizer.ready().copy(model.trainability(), tape.tape(), gradients, scores.evaluation());
    }

    @Override
    public void apply(BatchGradients gradients) {
        TapeStep step = optimizer.ready();
        if (!gradients.isOf(step.weights())) {
            throw new IllegalArgumentException("these are gradients of another model than '" + name()
                    + "', or of a time before it built more layers");
        }
        step.take(model.trainability(), gradients);
    }

    @Override
    public void onGradients(Consumer<BatchGradients> looked) {
        hook = Optional.of(hook.map(before -> before.andThen(looked)).orElse(looked));
    }

    @Override
    public GradientTape tape(Phase phase) {
        return model.tape(phase, phase == Phase.TRAINING ? seeds.next(model.seed(), optimizer.iterations()) : 0);
    }

    /** The tape of the step that is next. */
    private GradientTape stepTape() {
        return model.tape(Phase.TRAINING, Seeds.derive(model.seed(), optimizer.iterations()));
    }

    private GradientTape scoringTape(int batch) {
        return model.tape(Phase.INFERENCE, StepSeeds.ofEvaluation(batch));
    }

    @Override
    public float minimize(GradientTape tape, Var loss) {
        return optimizer.step(tape, loss);
    }

    private void train(GradientTape tape, EagerOutputs.Scored scored, int examples, int epoch, int step) {
        if (!Float.isFinite(scored.loss())) {
            throw new NonFiniteLossException(epoch, step, scored.loss());
        }
        if (model.built().freezing().isAll()) {
            throw Freezing.allInTraining(name());
        }
        Map<String, Var> gradients = gradients(tape, scored);
        Trainability trained = model.trainability();
        if (hook.isPresent()) {
            BatchGradients copy = copy(tape, scored, examples, gradients);
            hook.get().accept(copy);
            optimizer.ready().take(trained, copy);
        } else {
            optimizer.apply(tape, gradients);
        }
    }

    private final class EagerCourse implements Course {
        private final Dataset<B, T> data;
        private final ClassWeights classes;

        EagerCourse(Dataset<B, T> data, ClassWeights classes) {
            this.data = data;
            this.classes = classes;
            if (model.eagerWeights().built().isEmpty()) {
                build();
            }
        }

        /** Makes the weights of all layers that the first example reaches. */
        private void build() {
            try (ArrayBatches first = OwnCourse.batches(data, 1, Order.sequential());
                    GradientTape tape = tape(Phase.INFERENCE)) {
                if (first.next()) {
                    B example = OwnCourse.batch(data, first).inputs();
                    input.calls(tape.context(), example).forEach(call -> model.call(tape.context(), call));
                }
            }
        }

        @Override
        public OptionalInt steps(int batchSize) {
            return Feed.steps(data, batchSize);
        }

        @Override
        public Pass training(int batchSize, Order order) {
            return new EagerPass(data, batchSize, order, Phase.TRAINING, classes);
        }

        @Override
        public Pass evaluation(int batchSize) {
            return new EagerPass(data, batchSize, Order.sequential(), Phase.INFERENCE, ClassWeights.NONE);
        }

        @Override
        public ClassWeights classWeights() {
            return classes;
        }
    }

    private final class EagerPass implements Pass {
        private final Phase phase;
        private final ArrayBatches batches;
        private final BatchArrays<B, T> arrays;
        private final EagerSampleWeights weights;
        private final Scores scores = new Scores(outputs.size(), outputs, added);

        EagerPass(Dataset<B, T> data, int batchSize, Order order, Phase phase, ClassWeights classes) {
            this.phase = phase;
            this.batches = OwnCourse.batches(data, batchSize, order);
            this.arrays = new BatchArrays<>(data, batches);
            try {
                this.weights =
                        new EagerSampleWeights(batches, data.targetStructure().names(), outputs, classes);
            } catch (RuntimeException | Error e) {
                batches.close();
                throw e;
            }
        }

        @Override
        public boolean next() {
            return batches.next();
        }

        @Override
        public void take(int epoch, int step) {
            try (GradientTape tape = phase == Phase.TRAINING ? stepTape() : scoringTape(step)) {
                EagerOutputs.Scored scored = scored(tape, arrays.current(), weights);
                scores.add(scored, batches.size());
                if (phase == Phase.TRAINING) {
                    train(tape, scored, batches.size(), epoch, step);
                }
            }
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
