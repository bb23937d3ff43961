package dev.plumb.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.ops.Var;
import java.util.List;

/** The random numbers of layers that vary images (batch, height, width, channels). */
final class Draws {
    private static final Bounds SHARE = new Bounds(0, 1);

    /** How often a gamma distributed number is tried, of which one in 20 fails at most. */
    private static final int TRIES = 8;

    private Draws() {}

    /** A number for each image, of so many axes, all but the first of size 1. */
    static Var each(LayerContext context, Var x, Bounds bounds, int rank) {
        List<Integer> shape = rank == 4 ? List.of(x.size(0), 1, 1, 1) : List.of(x.size(0), 1, 1);
        return context.randomUniform(shape, bounds.low(), bounds.high());
    }

    /** A number for each image: (batch, 1, 1, 1). */
    static Var each(LayerContext context, Var x, Bounds bounds) {
        return each(context, x, bounds, 4);
    }

    /** 1 for some images, with a probability of its own for each between these bounds, and 0 for the others: (batch, 1, 1, 1). */
    static Var isDrawn(LayerContext context, Var x, List<Double> probability) {
        Var probabilities = each(context, x, Bounds.upTo(probability));
        return each(context, x, SHARE).less(probabilities);
    }

    /** 1 or -1 for each image, of so many axes. */
    static Var sign(LayerContext context, Var x, int rank) {
        return each(context, x, SHARE, rank).greater(0.5f).linear(-2, 1);
    }

    /** Numbers for all images of a batch, also where it is divided. */
    static Var forAll(LayerContext context, Bounds bounds, int count) {
        return ofFirstPart(context, context.randomUniform(List.of(count), bounds.low(), bounds.high()));
    }

    private static Var ofFirstPart(LayerContext context, Var drawn) {
        return context.parts() == 1 ? drawn : context.ofAllParts(drawn).get(0, 0);
    }

    /** So many choices for all images of a batch, each a whole number from 0 on and below the number of options. */
    static Var choices(LayerContext context, int options, int count) {
        return forAll(context, new Bounds(0, options), count).floor().minimum(options - 1f);
    }

    /** Shares for all images of a batch, whose sum is 1: of a Dirichlet distribution; the first of two is of a beta distribution. */
    static Var shares(LayerContext context, double alpha, int count) {
        return ofFirstPart(context, logGammas(context, alpha, count).softmax(0));
    }

    /**
     * Logarithms of gamma distributed numbers: each the first of some tries that is accepted (Marsaglia, Tsang 2000, "A simple method for generating gamma variables").
     * Below 1, where the numbers themselves may be too small for a float, a power of a share makes one of one above it.
     */
    private static Var logGammas(LayerContext context, double alpha, int count) {
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1 / 3.0;
        Var normal = context.randomNormal(List.of(count, TRIES));
        Var share = context.randomUniform(List.of(count, TRIES));
        Var root = normal.linear((float) (1 / Math.sqrt(9 * d)), 1);
        Var logCube = root.where(root.greater(0), 1).log().times(3);
        Var most = normal.square()
                .times(0.5f)
                .plus(logCube.minus(logCube.exp()).plus(1).times((float) d));
        Var isAccepted = root.greater(0).and(share.log().less(most));
        Var accepted = logCube.pickLast(isAccepted.argMax()).plus((float) Math.log(d));
        if (alpha >= 1) {
            return accepted;
        }
        return accepted.plus(context.randomUniform(List.of(count)).log().times((float) (1 / alpha)));
    }
}
