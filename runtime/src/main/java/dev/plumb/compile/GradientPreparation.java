package dev.plumb.compile;

import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.UpdateOptions;
import dev.plumb.weights.WeightRange;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of the gradients of the trained weights, in place, before a rule sees them: they are averaged over several steps and clipped. Without
 * such options it has no plans and does nothing.
 */
final class GradientPreparation {
    private final Storage gradients;
    private final InPlaceProgram.Preparing preparing;
    private final int accumulation;
    private final List<Plan> summing = new ArrayList<>();
    private final List<Plan> averaging = new ArrayList<>();
    private final List<Plan> measuring = new ArrayList<>();
    private final List<Plan> clipping = new ArrayList<>();

    /** The largest norm of all gradients together; the squares of the norms of each; and where the factor goes that follows from them. */
    private float largestNorm;

    private final List<FloatBuffer> squares = new ArrayList<>();
    private final List<FloatBuffer> factors = new ArrayList<>();

    /**
     * The preparation of the gradients of some weights.
     *
     * @param gradients the flat array
     * @param sums the flat array of their sums, if they are summed; it is not looked at if they are not
     */
    GradientPreparation(
            UpdateOptions options,
            List<WeightRange> ranges,
            Storage gradients,
            Storage sums,
            InPlaceProgram.Preparing preparing) {
        this.gradients = gradients;
        this.preparing = preparing;
        this.accumulation = options.accumulation();
        if (accumulation > 1) {
            ranges.forEach(range -> accumulate(range, sums));
        }
        options.clipping().ifPresent(clip -> clip(clip, ranges));
    }

    private static ArrayType type(WeightRange range) {
        return ArrayType.float32(Math.toIntExact(range.elements()));
    }

    private Var gradients(InPlaceProgram program, WeightRange range) {
        return program.array("gradients", type(range), gradients, range.flat());
    }

    private Var gradient(InPlaceProgram program, WeightStore.Entry weight) {
        return program.array("gradient of " + weight.path(), weight.type(), gradients, weight.flat());
    }

    private void accumulate(WeightRange range, Storage sums) {
        InPlaceProgram sum = new InPlaceProgram();
        Var before = sum.array("sums", type(range), sums, range.flat());
        sum.assign(before, before.plus(gradients(sum, range)));
        summing.add(sum.prepare(preparing));

        InPlaceProgram mean = new InPlaceProgram();
        Var all = mean.array("sums", type(range), sums, range.flat());
        Var last = gradients(mean, range);
        mean.assign(last, last.plus(all).dividedBy(accumulation));
        mean.assign(all, all.fillLike(0));
        averaging.add(mean.prepare(preparing));
    }

    private void clip(UpdateOptions.Clipping clip, List<WeightRange> ranges) {
        float limit = (float) clip.limit();
        switch (clip.kind()) {
            case VALUE -> ranges.forEach(range -> clipValues(range, limit));
            case NORM -> ranges.forEach(range -> clipNorms(range, limit));
            case GLOBAL_NORM -> clipTogether(ranges, limit);
        }
    }

    private void clipValues(WeightRange range, float limit) {
        InPlaceProgram program = new InPlaceProgram();
        Var gradient = gradients(program, range);
        program.assign(gradient, gradient.clip(-limit, limit));
        clipping.add(program.prepare(preparing));
    }

    private void clipNorms(WeightRange range, float limit) {
        InPlaceProgram program = new InPlaceProgram();
        for (WeightStore.Entry weight : range.weights()) {
            Var gradient = gradient(program, weight);
            Var norm = squaredNorm(gradient).sqrt();
            program.assign(gradient, gradient.times(limit).dividedBy(norm.maximum(limit)));
        }
        clipping.add(program.prepare(preparing));
    }

    private void clipTogether(List<WeightRange> ranges, float limit) {
        largestNorm = limit;
        for (WeightRange range : ranges) {
            InPlaceProgram measure = new InPlaceProgram();
            List<Var> norms = new ArrayList<>();
            for (WeightStore.Entry weight : range.weights()) {
                Var square = squaredNorm(gradient(measure, weight));
                measure.output("of " + weight.path(), square);
                norms.add(square);
            }
            Plan measured = measure.prepare(preparing);
            measuring.add(measured);
            norms.forEach(norm -> squares.add(measured.output(norm).borrowFloats()));

            InPlaceProgram scale = new InPlaceProgram();
            Var factor = scale.number("factor");
            Var gradient = gradients(scale, range);
            scale.assign(gradient, gradient.times(factor));
            Plan scaled = scale.prepare(preparing);
            clipping.add(scaled);
            factors.add(scaled.slot(factor).borrowFloats());
        }
    }

    private static Var squaredNorm(Var gradient) {
        return gradient.reshape(gradient.type().elements()).square().sum();
    }

    /** All plans. */
    List<Plan> plans() {
        return Stream.of(summing, averaging, measuring, clipping)
                .flatMap(List::stream)
                .toList();
    }

    /** Whether it may change gradients. */
    boolean changesGradients() {
        return !summing.isEmpty() || !averaging.isEmpty() || !measuring.isEmpty() || !clipping.isEmpty();
    }

    /**
     * Prepares the gradients of a step.
     *
     * @param iteration the number of steps before
     * @return whether weights are to move by them: not while they are only summed
     */
    boolean run(long iteration) {
        if ((iteration + 1) % accumulation != 0) {
            run(summing);
            return false;
        }
        run(averaging);
        run(measuring);
        if (!factors.isEmpty()) {
            float factor = factor();
            for (int i = 0; i < factors.size(); i++) {
                factors.get(i).put(0, factor);
            }
        }
        run(clipping);
        return true;
    }

    /** As Keras: NaN, and not 0, if the norm is infinite. */
    private float factor() {
        double sum = 0;
        for (int i = 0; i < squares.size(); i++) {
            sum += squares.get(i).get(0);
        }
        double norm = Math.sqrt(sum);
        return Double.isFinite(norm) ? (float) (largestNorm / Math.max(norm, largestNorm)) : Float.NaN;
    }

    private static void run(List<Plan> plans) {
        for (int i = 0; i < plans.size(); i++) {
            plans.get(i).run();
        }
    }
}
