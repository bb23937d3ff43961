package dev.plumb.layer;

import dev.plumb.ops.Var;

/** Images (batch, height, width, 3) of red, green and blue as hue, saturation and value, and gray (Smith 1978; Rec. 601). */
final class Colors {
    private static final float[] LUMINANCE = {0.2989f, 0.587f, 0.114f};

    /** From 0 to 1 around the colour circle, (batch, height, width, 1). */
    private final Var hue;

    /** How far a colour is from gray, from 0 to 1. */
    private final Var saturation;

    /** The largest of red, green and blue, in any range. */
    private final Var value;

    private Colors(Var hue, Var saturation, Var value) {
        this.hue = hue;
        this.saturation = saturation;
        this.value = value;
    }

    /** One channel; an image of one is gray already. */
    static Var gray(Var x) {
        return x.size(3) == 1 ? x : x.times(x.recorder().constant(LUMINANCE)).sum(true, 3);
    }

    /** The colours of an image. Where it is gray, its hue is 0; where it is black, its saturation is. */
    static Colors of(Var x) {
        Var red = x.slice(3, 0, 1);
        Var green = x.slice(3, 1, 1);
        Var blue = x.slice(3, 2, 1);
        Var value = red.maximum(green).maximum(blue);
        Var spread = value.minus(red.minimum(green).minimum(blue));
        Var saturation = spread.dividedBy(value.where(value.greater(0), 1)).where(value.greater(0), 0);
        Var sixths = spread.where(spread.greater(0), 1);
        Var blueToGreen = green.minus(blue).dividedBy(sixths);
        Var redToBlue = blue.minus(red).dividedBy(sixths).plus(2);
        Var greenToRed = red.minus(green).dividedBy(sixths).plus(4);
        Var hue = blueToGreen
                .where(red.equalTo(value), redToBlue.where(green.equalTo(value), greenToRed))
                .times(1 / 6f)
                .where(spread.greater(0), 0);
        return new Colors(hue.plus(hue.less(0)), saturation, value);
    }

    /** The same colours with hues turned by a share of the circle, from -1 to 1. */
    Colors turned(Var share) {
        Var turned = hue.plus(share);
        Var below = turned.minus(turned.greater(1));
        return new Colors(below.plus(below.less(0)), saturation, value);
    }

    /** The same colours with saturations times a factor, cut off at a range. */
    Colors saturated(Var factor, ValueRange range) {
        return new Colors(hue, range.clipped(saturation.times(factor)), value);
    }

    /** Red, green and blue. */
    Var image() {
        Var sixth = hue.times(6);
        Var red = sixth.minus(3).abs().minus(1).clip(0, 1);
        Var green = sixth.minus(2).abs().subtractedFrom(2).clip(0, 1);
        Var blue = sixth.minus(4).abs().subtractedFrom(2).clip(0, 1);
        Var pure = red.concatenate(3, green, blue);
        return saturation.subtractedFrom(1).plus(pure.times(saturation)).times(value);
    }
}
