package dev.plumb.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.ops.Var;
import java.util.List;

/** The random numbers of layers that vary images (batch, height, width, channels). */
final class Draws {
    private static final Bounds SHARE = new Bounds(0, 1);

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
        Var drawn = context.randomUniform(List.of(count), bounds.low(), bounds.high());
        return context.parts() == 1 ? drawn : context.ofAllParts(drawn).get(0, 0);
    }
}
