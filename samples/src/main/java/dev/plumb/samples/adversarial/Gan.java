package dev.plumb.samples.adversarial;

import dev.plumb.ops.Var;
import dev.plumb.runtime.GradientTape;
import dev.plumb.train.Adam;

/** The game of Goodfellow and others, 2014 (arXiv 1406.2661): the critic's opinion is the logit of "this is real". */
final class Gan extends Forger {
    Gan(long seed) {
        super(seed, new Adam(1e-3, 0.5, 0.9, 1e-7), new Adam(1e-3, 0.5, 0.9, 1e-7), 1);
    }

    /** -log D(real) - log(1 - D(made)). */
    @Override
    Var criticLoss(GradientTape tape, Var real, Var made) {
        Var missed = opinions(tape, real).negated().softplus().mean();
        Var fooled = opinions(tape, made).softplus().mean();
        return missed.plus(fooled);
    }

    /** -log D(made): the form that their section 3 advises. */
    @Override
    Var generatorLoss(Var opinions) {
        return opinions.negated().softplus().mean();
    }
}
