package dev.plumb.layer;

import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.LoopGradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.CustomGradient;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Steps that are alike, recorded once and done as one op. */
final class StepLoop {
    /** So few steps are laid out one after the other. */
    private static final int FEW_STEPS = 2;

    /** What a step gives: the states that it leaves, and what is kept of it. */
    record Step(List<Var> states, List<Var> kept) {}

    /** One step. It may use values of the recorder around it. */
    interface Body {
        Step of(BodyTrace step, List<Var> states, List<Var> slices);
    }

    /**
     * What all steps gave.
     *
     * @param states those after the last step
     * @param kept what was kept of the steps, stacked along a new first axis
     */
    record Done(List<Var> states, List<Var> kept) {}

    private StepLoop() {}

    /**
     * Whether so many steps are better recorded as a loop than one after the other.
     *
     * @param value that the steps read
     */
    static boolean pays(Var value, int steps) {
        return steps > FEW_STEPS && !value.recorder().origins().areStepsWatched();
    }

    /**
     * Does all steps.
     *
     * @param states those to begin with, at least one
     * @param stacked what the steps read, along the first axis
     * @param reverse whether the last part of it is read first
     * @param training whether a gradient will be asked for
     */
    static Done of(List<Var> states, List<Var> stacked, boolean reverse, boolean training, Body body) {
        return recorded(states, stacked, body).record(states, stacked, reverse, training);
    }

    /**
     * Does all steps of users' code in a loop, if it can be one. It cannot if a step does other ops, or reads other values, when it is recorded for the second
     * time; if it has a gradient of its own, whose rule may hold values of the one step; or an op without a gradient in training.
     *
     * @param isStep asked when a step was recorded: whether it did only what all steps may share
     */
    static Optional<Done> ofCode(
            List<Var> states, List<Var> stacked, boolean reverse, boolean training, Body body, BooleanSupplier isStep) {
        Recorded first = recorded(states, stacked, body);
        Recorded second;
        try {
            second = recorded(states, stacked, body);
        } catch (RuntimeException heldValuesOfTheFirst) {
            return Optional.empty();
        }
        boolean isLoop = isStep.getAsBoolean()
                && first.equals(second)
                && first.body().instructions().stream()
                        .noneMatch(instruction -> instruction.op() instanceof CustomGradient);
        if (!isLoop) {
            return Optional.empty();
        }
        try {
            return Optional.of(second.record(states, stacked, reverse, training));
        } catch (UnsupportedOperationException withoutGradient) {
            return Optional.empty();
        }
    }

    private static Recorded recorded(List<Var> states, List<Var> stacked, Body body) {
        BodyTrace trace = new BodyTrace(
                states.get(0).recorder(),
                states.stream().map(Var::type).toList(),
                stacked.stream().map(stack -> part(stack.type())).toList());
        Step step = body.of(trace, variables(trace, 0, states.size()), variables(trace, states.size(), stacked.size()));
        LoopBody made = trace.finish(step.states(), step.kept());
        return new Recorded(made, trace.captured());
    }

    /** A step that was recorded. */
    private record Recorded(LoopBody body, List<Var> captured) {
        Done record(List<Var> states, List<Var> stacked, boolean reverse, boolean training) {
            LoopBody whole = training ? body.stackingToo(LoopGradients.kept(body)) : body;
            List<Var> operands = new ArrayList<>(states);
            operands.addAll(stacked);
            operands.addAll(captured);
            Loop loop = new Loop(whole, stacked.get(0).size(0), reverse);
            List<Var> results = operands.get(0)
                    .applyAll(loop, operands.subList(1, operands.size()).toArray(Var[]::new));
            int first = states.size();
            return new Done(
                    results.subList(0, first),
                    results.subList(first, first + body.stacked().size()));
        }
    }

    private static List<Var> variables(BodyTrace trace, int from, int count) {
        List<Var> variables = new ArrayList<>();
        for (int id = from; id < from + count; id++) {
            variables.add(trace.variable(id));
        }
        return variables;
    }

    private static ArrayType part(ArrayType stacked) {
        return stacked.withShape(stacked.shape().subList(1, stacked.rank()));
    }
}
