package dev.plumb.samples.adversarial;

import dev.plumb.ops.Var;
import dev.plumb.runtime.GradientTape;
import dev.plumb.train.Adam;

/**
 * The game of Gulrajani and others, 2017 (arXiv 1704.00028): opinions are any numbers, but between real and made points their gradient is held at
 * the norm 1 by a penalty, so their difference is how far the points have to be moved. The loss contains a gradient: its own is one of second order.
 */
final class WassersteinGan extends Forger {
    private static final float PENALTY = 1;
    private static final float SMALLEST_SQUARE = 1e-12f;

    WassersteinGan(long seed) {
        super(seed, new Adam(1e-3, 0.5, 0.9, 1e-7), new Adam(1e-3, 0.5, 0.9, 1e-7), 5);
    }

    @Override
    Var criticLoss(GradientTape tape, Var real, Var made) {
        Var distance = opinions(tape, real).mean().minus(opinions(tape, made).mean());
        return penalty(tape, real, made).times(PENALTY).minus(distance);
    }

    private Var penalty(GradientTape tape, Var real, Var made) {
        float[] shares = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            shares[i] = random().nextFloat();
        }
        Var share = tape.context().floats(shares, BATCH, 1);
        Var between = made.plus(share.times(real.minus(made)));
        Var slopes = tape.gradient(opinions(tape, between).sum(), between);
        Var norms = slopes.square().sum(1).maximum(SMALLEST_SQUARE).sqrt();
        return norms.minus(1).square().mean();
    }

    @Override
    Var generatorLoss(Var opinions) {
        return opinions.mean().negated();
    }
}
