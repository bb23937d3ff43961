package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.GroupNormalizationLayer;
import dev.plumb.dsl.layer.LayerNormalizationLayer;
import dev.plumb.dsl.layer.NormalizationLayer;
import dev.plumb.dsl.layer.RMSNormalizationLayer;
import dev.plumb.dsl.layer.UnitNormalizationLayer;
import dev.plumb.graph.rule.OverAxesSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.GroupNormalization;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.RmsNormalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Normalizations of each example by itself, and by statistics that are known. */
final class NormalizationLayers {
    /** Keras divides by no less. */
    private static final float SMALLEST_DEVIATION = 1e-7f;

    /** Keras divides by no smaller length. */
    private static final float SMALLEST_LENGTH = 1e-12f;

    private NormalizationLayers() {}

    static Var layerNormalization(LayerNormalizationLayer spec, LayerContext context, Var x) {
        int[] axes = axes(spec, x);
        if (!areLast(x, axes)) {
            return affine(standardized(x, spec.epsilon(), axes), spec.scale(), spec.center(), beside(x, axes), context);
        }
        Var rows = rows(x, axes);
        ArrayType columns = ArrayType.float32(rows.size(-1));
        Var gamma = spec.scale()
                ? context.weight("gamma").reshape(columns.shape())
                : x.recorder().fill(columns, 1);
        Var beta = spec.center()
                ? context.weight("beta").reshape(columns.shape())
                : x.recorder().fill(columns, 0);
        return rows.apply(new LayerNormalization((float) spec.epsilon()), gamma, beta)
                .reshape(x.shape());
    }

    static Var rmsNormalization(RMSNormalizationLayer spec, LayerContext context, Var x) {
        int[] axes = axes(spec, x);
        if (areLast(x, axes)) {
            Var rows = rows(x, axes);
            Var scale = context.weight("scale").reshape(rows.size(-1));
            return rows.apply(new RmsNormalization((float) spec.epsilon()), scale)
                    .reshape(x.shape());
        }
        Var meanSquare = x.square().reduce(Reduce.Function.MEAN, true, axes);
        Var scale = context.weight("scale").reshape(beside(x, axes));
        return x.times(meanSquare.plus((float) spec.epsilon()).rsqrt()).times(scale);
    }

    /** Whether these are the last axes in their order, so that what is normalized together lies together. */
    private static boolean areLast(Var x, int... axes) {
        return Arrays.equals(
                axes, IntStream.range(x.rank() - axes.length, x.rank()).toArray());
    }

    /** An array with these last axes as one. */
    private static Var rows(Var x, int... axes) {
        List<Integer> shape = new ArrayList<>(x.shape().subList(0, x.rank() - axes.length));
        shape.add(x.type().product(x.rank() - axes.length, x.rank()));
        return x.reshape(shape);
    }

    static Var unitNormalization(UnitNormalizationLayer spec, LayerContext context, Var x) {
        Var squared = x.square().reduce(Reduce.Function.SUM, true, axes(spec, x));
        return x.times(squared.maximum(SMALLEST_LENGTH * SMALLEST_LENGTH).rsqrt());
    }

    private static int[] axes(OverAxesSpec spec, Var x) {
        return spec.axis().stream().mapToInt(x.type()::axis).toArray();
    }

    /** The shape in which a weight over these axes lies beside the array. */
    private static List<Integer> beside(Var x, int... axes) {
        List<Integer> beside = new ArrayList<>(Collections.nCopies(x.rank(), 1));
        for (int axis : axes) {
            beside.set(axis, x.size(axis));
        }
        return beside;
    }

    static Var groupNormalization(GroupNormalizationLayer spec, LayerContext context, Var x) {
        int axis = x.type().axis(spec.axis());
        int groups = spec.groupsOf(x.size(axis));
        if (x.recorder().origins().isKeptWhole() && axis == x.rank() - 1 && x.rank() > 2) {
            return x.apply(
                    new GroupNormalization(groups, (float) spec.epsilon()),
                    weight(spec.scale(), "gamma", 1, context, x),
                    weight(spec.center(), "beta", 0, context, x));
        }
        List<Integer> split = new ArrayList<>(x.shape());
        split.set(axis, x.size(axis) / groups);
        split.add(axis, groups);
        int[] axes =
                IntStream.range(1, split.size()).filter(other -> other != axis).toArray();
        Var normal = standardized(x.reshape(split), spec.epsilon(), axes).reshape(x.shape());
        List<Integer> beside = beside(x, axis);
        return affine(normal, spec.scale(), spec.center(), beside, context);
    }

    /** A weight with a number for each element of the last axis, or what stands in for it. */
    private static Var weight(boolean isThere, String name, float otherwise, LayerContext context, Var x) {
        return isThere ? context.weight(name) : x.recorder().fill(ArrayType.float32(x.size(-1)), otherwise);
    }

    static Var normalization(NormalizationLayer spec, LayerContext context, Var x) {
        int[] kept =
                spec.keptAxes(x.rank() - 1).stream().mapToInt(axis -> axis + 1).toArray();
        List<Integer> beside = beside(x, kept);
        Var mean = statistic(spec.mean(), "mean", beside, context, x);
        Var deviation = statistic(spec.variance(), "variance", beside, context, x)
                .sqrt()
                .maximum(SMALLEST_DEVIATION);
        return spec.invert() ? mean.plus(x.times(deviation)) : x.minus(mean).dividedBy(deviation);
    }

    /** What is stated, or else the weight, in a shape that lies beside the array. */
    private static Var statistic(
            List<Double> stated, String weight, List<Integer> beside, LayerContext context, Var x) {
        if (stated.isEmpty()) {
            return context.weight(weight).reshape(beside);
        }
        int elements = beside.stream().reduce(1, Math::multiplyExact);
        float[] numbers = new float[elements];
        for (int i = 0; i < elements; i++) {
            numbers[i] = stated.get(stated.size() == 1 ? 0 : i).floatValue();
        }
        return x.recorder().constant(new ArrayType(DType.FLOAT32, beside), Literal.of(numbers));
    }

    /** Gamma and beta, where there are such, in a shape that lies beside the normalized array. */
    private static Var affine(Var normal, boolean scale, boolean center, List<Integer> shape, LayerContext context) {
        Var scaled = scale ? normal.times(context.weight("gamma").reshape(shape)) : normal;
        return center ? scaled.plus(context.weight("beta").reshape(shape)) : scaled;
    }

    /** Mean 0 and variance 1 over the axes, by the biased variance. */
    private static Var standardized(Var x, double epsilon, int... axes) {
        Var centered = x.minus(x.reduce(Reduce.Function.MEAN, true, axes));
        Var variance = centered.square().reduce(Reduce.Function.MEAN, true, axes);
        return centered.dividedBy(variance.plus((float) epsilon).sqrt());
    }
}
