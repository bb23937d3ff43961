package dev.plumb.layer;

import dev.plumb.ops.Var;
import java.util.List;

/** Angles of points in the plane. */
final class Angles {
    /** Of the odd polynomial for atan on [-1, 1], from the cube on: Abramowitz and Stegun, 4.4.49, whose error is at most 2e-8. */
    private static final double[] ATAN = {
        -0.3333314528,
        0.1999355085,
        -0.1420889944,
        0.1065626393,
        -0.0752896400,
        0.0429096138,
        -0.0161657367,
        0.0028662257
    };

    private Angles() {}

    /** The angle of (x, y), from -π to π; that of no direction is 0. */
    static Var atan2(Var y, Var x) {
        Var height = y.abs();
        Var width = x.abs();
        Var isSteep = height.greater(width);
        Var larger = height.maximum(width);
        Var ratio = height.minimum(width).dividedBy(larger.where(larger.greater(0), 1));
        Var square = ratio.square();
        Var sum = square.fillLike((float) ATAN[ATAN.length - 1]);
        for (int i = ATAN.length - 2; i >= 0; i--) {
            sum = sum.times(square).plus((float) ATAN[i]);
        }
        Var flat = ratio.plus(ratio.times(square).times(sum));
        Var inQuarter = flat.subtractedFrom((float) (Math.PI / 2)).where(isSteep, flat);
        Var inHalf = inQuarter.subtractedFrom((float) Math.PI).where(x.less(0), inQuarter);
        Var angle = inHalf.negated().where(y.less(0), inHalf);
        return angle.withGradient(List.of(y, x), gradient -> {
            Var scaled = gradient.dividedBy(x.square().plus(y.square()));
            return List.of(scaled.times(x), scaled.times(y).negated());
        });
    }
}
