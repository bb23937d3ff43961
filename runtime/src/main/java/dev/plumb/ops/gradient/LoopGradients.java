package dev.plumb.ops.gradient;

import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.List;

/**
 * The gradient of a loop is a loop that goes through the steps the other way. It reads what the steps kept for it; gradients of what is captured are
 * summed up on the way or, where that is possible, found when all steps are done ({@link AfterLoop}). Since it is a loop like others, it has a
 * gradient, too.
 */
public final class LoopGradients {
    private LoopGradients() {}

    /**
     * What the steps of a loop have to keep so that its gradient need not go forward once more.
     *
     * @return ids of values of the body
     * @throws UnsupportedOperationException if there is an op without a gradient among those of the body
     */
    public static List<Integer> kept(LoopBody body) {
        StepGradient step = new StepGradient(body, operand -> true, stacked -> true);
        return new BackwardLoop(step, body).kept();
    }

    static void apply(Loop op, Differentiation rule) {
        LoopBody body = op.body();
        StepGradient step = new StepGradient(body, rule::wanted, stacked -> rule.hasGradient(body.states() + stacked));
        new BackwardLoop(step, body).record(op, rule);
    }
}
