package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A step whose batch is divided among threads. Each part has a plan of its own, which reads its examples where they lie among the others, and in training writes its share of the
 * gradients; the shares are added up afterwards, by all threads. Where a layer needs something of the whole batch, the parts end a stage together, and read in the next what all
 * have found.
 */
final class DividedStep implements StepPlan {
    private final List<WholeStep> parts = new ArrayList<>();
    /** What the parts but the first write their gradients to. */
    private final List<GradientArray> shares = new ArrayList<>();

    private final Optional<GradientArray> gradients;
    private final DividedInputs inputs;
    private final GatheredArrays gathered;
    private Optional<GradientSums> sums = Optional.empty();
    /** What the parts do in each stage. */
    private final List<List<Runnable>> stages;

    private int seed;

    /**
     * Prepares it.
     *
     * @param program makes that of a part
     * @param gradients where they are written, if it is a step of training
     */
    DividedStep(
            Function<Share, StepProgram> program,
            Division division,
            List<OutputTraining> outputs,
            WeightStore weights,
            Optional<GradientArray> gradients) {
        this.gradients = gradients;
        List<StepProgram> programs = IntStream.range(0, division.parts())
                .mapToObj(part -> program.apply(new Share(part, division.parts())))
                .toList();
        this.inputs = new DividedInputs(programs.get(0), outputs, division.parts());
        this.gathered = new GatheredArrays(programs.get(0));
        try {
            for (int part = 0; part < programs.size(); part++) {
                prepare(programs.get(part), part, division, outputs, weights);
            }
            this.sums = gradients.map(first -> GradientSums.of(first, shares, programs.get(0), weights));
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
        this.stages = IntStream.range(0, parts.get(0).stages())
                .mapToObj(stage -> parts.stream()
                        .<Runnable>map(part -> () -> part.stage(stage, seed))
                        .toList())
                .toList();
    }

    private void prepare(
            StepProgram step, int part, Division division, List<OutputTraining> outputs, WeightStore weights) {
        Optional<GradientArray> share = part == 0 ? gradients : gradients.map(this::newShare);
        Bindings bindings = gathered.bound(inputs.bound(WholeStep.bindings(step, weights, share), step, part), step);
        parts.add(new WholeStep(
                step, outputs, weights, bindings, WholeStep.providers(step, weights, share), division.threads()));
    }

    private GradientArray newShare(GradientArray first) {
        GradientArray share = new GradientArray(Storage.allocate(first.storage().bytes()));
        shares.add(share);
        return share;
    }

    @Override
    public boolean isStateful() {
        return parts.get(0).isStateful();
    }

    @Override
    public void readStates(RecurrentStates states) {
        for (int part = 0; part < parts.size(); part++) {
            parts.get(part).readStates(states, part, parts.size());
        }
    }

    @Override
    public void writeStates(RecurrentStates states) {
        for (int part = 0; part < parts.size(); part++) {
            parts.get(part).writeStates(states, part, parts.size());
        }
    }

    @Override
    public void run(int stepSeed) {
        seed = stepSeed;
        for (int stage = 0; stage < stages.size(); stage++) {
            TaskTeam.run(stages.get(stage));
        }
        if (sums.isPresent()) {
            sums.get().run();
        }
    }

    @Override
    public List<Stretch> stretches() {
        Stretch computing = Stretch.atOnce(
                parts.stream().flatMap(part -> part.plans().stream()).toList());
        return Stream.concat(Stream.of(computing), sums.map(GradientSums::stretch).stream())
                .toList();
    }

    @Override
    public StepInputs inputs() {
        return inputs.buffers();
    }

    @Override
    public void lossScale(float scale) {
        for (WholeStep part : parts) {
            part.lossScale(scale);
        }
    }

    @Override
    public void lossWeight(int index, double weight) {
        for (WholeStep part : parts) {
            part.lossWeight(index, weight);
        }
    }

    /** All parts find the same. */
    @Override
    public void assignMoved() {
        parts.get(0).assignMoved();
    }

    @Override
    public Map<String, float[]> moved() {
        return parts.get(0).moved();
    }

    @Override
    public float loss() {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += parts.get(i).loss();
        }
        return (float) (sum / parts.size());
    }

    @Override
    public float loss(int output) {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += parts.get(i).loss(output);
        }
        return (float) (sum / parts.size());
    }

    /** What has such losses is not divided. */
    @Override
    public float addedLoss(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int sums(int output, int metric) {
        return parts.get(0).sums(output, metric);
    }

    @Override
    public int size(int output, int metric, int sum) {
        return parts.get(0).size(output, metric, sum);
    }

    @Override
    public void addTo(double[] totals, int from, int output, int metric, int sum) {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).addTo(totals, from, output, metric, sum);
        }
    }

    @Override
    public long nativeBytes() {
        long own = inputs.nativeBytes() + gathered.nativeBytes();
        for (GradientArray share : shares) {
            own += share.storage().bytes();
        }
        return own + plans().stream().mapToLong(Plan::nativeBytes).sum();
    }

    @Override
    public void close() {
        parts.forEach(WholeStep::close);
        sums.ifPresent(GradientSums::close);
        shares.forEach(share -> share.storage().free());
        inputs.close();
        gathered.close();
    }
}
