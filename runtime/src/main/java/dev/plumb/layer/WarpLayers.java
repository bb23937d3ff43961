package dev.plumb.layer;

import dev.plumb.dsl.layer.RandomElasticTransformLayer;
import dev.plumb.dsl.layer.RandomPerspectiveLayer;
import dev.plumb.dsl.layer.RandomShearLayer;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.ops.Var;
import java.util.List;

/** Layers that bend images in training. */
final class WarpLayers {
    /** How many deviations of a Gaussian its window has on each side, in whole pixels. */
    private static final int DEVIATIONS = 3;

    private WarpLayers() {}

    static Var shear(RandomShearLayer spec, LayerContext context, Var x) {
        Var direction = Draws.sign(context, x, 3);
        Var down = Draws.each(context, x, Bounds.around(spec.yFactor()), 3).times(direction);
        Var right = Draws.each(context, x, Bounds.around(spec.xFactor()), 3).times(direction);
        Var rows = Places.rows(x);
        Var columns = Places.columns(x);
        return MovedImage.at(spec, x, rows.plus(columns.times(down)), columns.plus(rows.times(right)));
    }

    /**
     * The projection that takes the moved corners back to those of the image. With the upper left corner at 0, the shares s by which the others are larger than they were
     * determine it: x / (1 + s1) stands for x of the upper right corner, y / (1 + s2) for y of the lower left one, both are divided by 1 + cx x + cy y, and the lower
     * right corner says what cx and cy are.
     */
    static Var perspective(RandomPerspectiveLayer spec, LayerContext context, Var x) {
        Var isSeen = Draws.isDrawn(context, x, spec.value());
        double most = spec.scale() / 2;
        Var moved = context.randomUniform(List.of(x.size(0), 4, 2), -most, most).plus(1);
        Var upperRight = corner(moved, 1, 0);
        Var lowerLeft = corner(moved, 2, 1);
        Var lowerRightX = corner(moved, 3, 0);
        Var lowerRightY = corner(moved, 3, 1);
        Var down = Places.rows(x).dividedBy(Math.max(x.size(1) - 1, 1));
        Var right = Places.columns(x).dividedBy(Math.max(x.size(2) - 1, 1));
        Var byRight = lowerRightY.dividedBy(lowerLeft).minus(1).dividedBy(lowerRightX);
        Var byDown = lowerRightX.dividedBy(upperRight).minus(1).dividedBy(lowerRightY);
        Var depth = right.times(byRight).plus(down.times(byDown)).plus(1);
        Var columns = right.times(byRight.plus(upperRight.reciprocal())).dividedBy(depth);
        Var rows = down.times(byDown.plus(lowerLeft.reciprocal())).dividedBy(depth);
        Var seen = MovedImage.at(spec, x, rows.times(x.size(1) - 1), columns.times(x.size(2) - 1));
        return seen.where(isSeen, x);
    }

    /** The place of a corner as a share of the side of the image: (batch, 1, 1). */
    private static Var corner(Var corners, int corner, int axis) {
        return corners.slice(1, corner, 1).slice(2, axis, 1);
    }

    static Var elastic(RandomElasticTransformLayer spec, LayerContext context, Var x) {
        Bounds strengths = Bounds.upTo(spec.scale());
        if (strengths.high() == 0 || Bounds.upTo(spec.value()).high() == 0) {
            return x;
        }
        Var isBent = Draws.isDrawn(context, x, spec.value());
        Var strength = Draws.forAll(context, strengths, 1);
        int smaller = Math.min(x.size(1), x.size(2));
        int larger = Math.max(x.size(1), x.size(2));
        Var deviation = strength.times(0.05f).times(smaller);
        int reach = DEVIATIONS * (int) ((float) strengths.high() * 0.05f * smaller);
        Var bell = bell(reach, deviation);
        Var lengths = context.randomNormal(List.of(x.size(0), x.size(1), x.size(2)))
                .times(deviation)
                .expandDims(3);
        Var alongRows = BlurLayers.mixed(lengths, bell, 1, 2 * reach + 1);
        Var smooth = BlurLayers.mixed(alongRows, bell, 2 * reach + 1, 1)
                .squeeze(3)
                .times(strength.times(0.1f).times(larger));
        Var bent = MovedImage.mapped(
                spec, x, Places.rows(x).plus(smooth), Places.columns(x).plus(smooth));
        return ValueRange.of(spec.valueRange()).clipped(bent.where(isBent, x));
    }

    /** The shares of a Gaussian; those outside of the window that Keras has for this deviation are 0. */
    private static Var bell(int reach, Var deviation) {
        Var places = deviation.recorder().range(2 * reach + 1).minus(reach);
        Var isNear = places.abs().lessOrEqual(deviation.floor().times(DEVIATIONS));
        Var heights = places.dividedBy(deviation).square().times(-0.5f).exp().times(isNear);
        return heights.dividedBy(heights.sum());
    }
}
