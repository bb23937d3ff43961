package dev.plumb.ops.gradient;

import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loop that goes back through the steps of another one. Its states are the gradients of that one's states, and sums of gradients; it reads the
 * gradients of what the steps gave, and what they kept.
 */
final class BackwardLoop {
    private final StepGradient step;
    private final LoopBody body;
    private final StepGradient.Needs needs = new StepGradient.Needs();
    /** Operands of which the gradients are summed up step by step. */
    private final List<Integer> summed = new ArrayList<>();
    /** Operands of which the gradients are found when all steps are done. */
    private final List<Integer> later = new ArrayList<>();
    /** What this loop has to stack, by the ids of the step. */
    private final Set<Integer> stacked = new LinkedHashSet<>();

    BackwardLoop(StepGradient step, LoopBody body) {
        this.step = step;
        this.body = body;
        Set<Integer> sources = new LinkedHashSet<>();
        for (int operand = 0; operand < body.operands(); operand++) {
            Var gradient = step.gradient(operand);
            if (gradient != null) {
                plan(operand, gradient.id(), sources);
            }
        }
        for (int source : sources) {
            if (step.isForward(source)) {
                if (step.isSlice(source)) {
                    needs.slices.add(source);
                } else {
                    needs.kept.add(source);
                }
            } else if (!isStackedAlready(source)) {
                stacked.add(source);
            }
        }
        stacked.forEach(id -> step.need(id, needs));
    }

    private void plan(int operand, int gradient, Set<Integer> sources) {
        if (operand < body.states()) {
            step.need(gradient, needs);
        } else if (step.isZero(gradient)) {
            return; // no path leads to it
        } else if (step.isSlice(operand)) {
            if (!isStackedAlready(gradient)) {
                stacked.add(gradient);
            }
        } else if (AfterLoop.isPossible(step, gradient)) {
            later.add(operand);
            AfterLoop.stack(step, gradient, sources);
        } else {
            summed.add(operand);
            step.need(gradient, needs);
        }
    }

    /** Whether a value is a part of the gradient that arrives at what is kept of each step. */
    private boolean isStackedAlready(int id) {
        for (int index = 0; index < body.stacked().size(); index++) {
            if (step.arrivingAtStacked(index) == id) {
                return true;
            }
        }
        return false;
    }

    /** The values that the steps have to keep, by their ids in the body. */
    List<Integer> kept() {
        return needs.kept.stream().map(step::bodyId).toList();
    }

    /** Records the loop, and gives each operand of the other one its gradient. */
    void record(Loop op, Differentiation rule) {
        Map<Integer, Var> stacks = keep(op, rule);
        List<Integer> arriving = new ArrayList<>();
        List<Var> states = new ArrayList<>();
        for (int state = 0; state < body.states(); state++) {
            if (step.arrivingAtState(state) >= 0) {
                arriving.add(state);
                states.add(rule.gradient(state));
            }
        }
        for (int operand : summed) {
            states.add(rule.recorder().fill(rule.input(operand).type(), 0));
        }
        List<Integer> slices = List.copyOf(stacks.keySet());
        BodyTrace trace = new BodyTrace(
                rule.recorder(),
                states.stream().map(Var::type).toList(),
                slices.stream().map(id -> step.trace().variable(id).type()).toList());
        Map<Integer, Var> values = new HashMap<>();
        for (int index = 0; index < arriving.size(); index++) {
            values.put(step.arrivingAtState(arriving.get(index)), trace.state(index));
        }
        for (int index = 0; index < slices.size(); index++) {
            values.put(slices.get(index), trace.slice(index));
        }
        goBack(trace, values, rule);
        List<Var> next = new ArrayList<>();
        for (int state : arriving) {
            next.add(value(gradient(state), trace, values, rule));
        }
        for (int index = 0; index < summed.size(); index++) {
            next.add(
                    trace.state(arriving.size() + index).plus(value(gradient(summed.get(index)), trace, values, rule)));
        }
        List<Var> made = new ArrayList<>();
        for (int id : stacked) {
            made.add(value(id, trace, values, rule));
        }
        LoopBody backward = trace.finish(next, made);
        List<Var> operands = new ArrayList<>(states);
        operands.addAll(stacks.values());
        operands.addAll(trace.captured());
        List<Var> results = rule.recorder().record(new Loop(backward, op.steps(), !op.reverse()), operands);
        int result = 0;
        for (int state : arriving) {
            rule.add(state, results.get(result++));
        }
        for (int operand : summed) {
            rule.add(operand, results.get(result++));
        }
        for (int id : stacked) {
            stacks.put(id, results.get(result++));
        }
        finish(rule, stacks);
    }

    /** What is stacked already and read on the way back, by the ids of the step: gradients that arrive, operands, what the steps kept. */
    private Map<Integer, Var> keep(Loop op, Differentiation rule) {
        Map<Integer, Var> stacks = new LinkedHashMap<>();
        for (int index = 0; index < body.stacked().size(); index++) {
            if (step.arrivingAtStacked(index) >= 0) {
                stacks.put(step.arrivingAtStacked(index), rule.gradient(body.states() + index));
            }
        }
        needs.slices.forEach(id -> stacks.put(id, rule.input(id)));
        LoopBody keeping = body.stackingToo(kept());
        List<Var> results = keeping.equals(body) ? rule.outputs() : again(op.doing(keeping), rule);
        for (int id : needs.kept) {
            int index = keeping.stacked().indexOf(step.bodyId(id));
            stacks.put(id, results.get(body.states() + index));
        }
        return stacks;
    }

    /** A loop that was to predict kept nothing: it is done once more. */
    private static List<Var> again(Loop op, Differentiation rule) {
        List<Var> operands = new ArrayList<>();
        for (int index = 0; index < rule.inputs(); index++) {
            operands.add(rule.input(index));
        }
        return rule.recorder().record(op, operands);
    }

    /** Records what the way back through one step takes. */
    private void goBack(BodyTrace trace, Map<Integer, Var> values, Differentiation rule) {
        List<Instruction> instructions = step.trace().instructions();
        for (int index = needs.instructions.nextSetBit(0);
                index >= 0;
                index = needs.instructions.nextSetBit(index + 1)) {
            Instruction instruction = instructions.get(index);
            List<Var> inputs = new ArrayList<>();
            for (int input : instruction.inputs()) {
                inputs.add(value(input, trace, values, rule));
            }
            List<Var> results = trace.record(instruction.op(), inputs);
            for (int output = 0; output < results.size(); output++) {
                values.putIfAbsent(instruction.outputs().get(output), results.get(output));
            }
        }
    }

    /** A value of the step in the loop backwards. */
    private Var value(int id, BodyTrace trace, Map<Integer, Var> values, Differentiation rule) {
        Var known = values.get(id);
        if (known == null) {
            ArrayType type = step.trace().variable(id).type();
            known = step.isCaptured(id)
                    ? trace.capture(rule.input(id))
                    : trace.constant(type, step.trace().literal(id).orElseThrow());
            values.put(id, known);
        }
        return known;
    }

    private int gradient(int operand) {
        @Nullable Var gradient = step.gradient(operand);
        if (gradient == null) {
            throw new IllegalStateException("operand " + operand + " has no gradient");
        }
        return gradient.id();
    }

    private void finish(Differentiation rule, Map<Integer, Var> stacks) {
        for (int operand = body.states(); operand < body.states() + body.slices(); operand++) {
            Var gradient = step.gradient(operand);
            if (gradient != null && !step.isZero(gradient.id())) {
                rule.add(operand, stack(gradient.id(), stacks));
            }
        }
        AfterLoop after = new AfterLoop(step, rule.recorder(), rule::input);
        for (int operand : later) {
            rule.add(operand, after.sum(gradient(operand), id -> stack(id, stacks)));
        }
    }

    private static Var stack(int id, Map<Integer, Var> stacks) {
        Var stack = stacks.get(id);
        if (stack == null) {
            throw new IllegalStateException("%" + id + " of the step is not stacked");
        }
        return stack;
    }
}
