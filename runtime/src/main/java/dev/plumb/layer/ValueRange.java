package dev.plumb.layer;

import dev.plumb.graph.rule.Bounds;
import dev.plumb.ops.Var;
import java.util.List;

/** The numbers between which those of an image lie, and its numbers as shares of another range, rounded where Keras rounds them. */
final class ValueRange {
    private final float low;
    private final float high;

    private ValueRange(float low, float high) {
        this.low = low;
        this.high = high;
    }

    static ValueRange of(List<Double> stated) {
        Bounds range = Bounds.of(stated);
        return new ValueRange((float) range.low(), (float) range.high());
    }

    float low() {
        return low;
    }

    float high() {
        return high;
    }

    float width() {
        return high - low;
    }

    /** Cut off at the least and the largest number. */
    Var clipped(Var x) {
        return x.clip(low, high);
    }

    /** Numbers of this range as numbers from 0 to the most. */
    Var scaled(Var x, float most) {
        return isUpTo(most) ? x : divided(x.minus(low), width()).times(most);
    }

    /** Numbers from 0 to the most as numbers of this range. */
    Var unscaled(Var x, float most) {
        return isUpTo(most) ? x : divided(x, most).times(width()).plus(low);
    }

    private boolean isUpTo(float most) {
        return low == 0 && high == most;
    }

    /** Rounded once, as that of a whole number must be that is then cut off at whole numbers. */
    static Var divided(Var x, float divisor) {
        return x.dividedBy(x.recorder().constant(divisor));
    }
}
