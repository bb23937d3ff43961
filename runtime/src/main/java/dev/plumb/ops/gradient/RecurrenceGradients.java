package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import java.util.ArrayList;
import java.util.List;

/** The gradient of recurrent layers. */
final class RecurrenceGradients {

    private RecurrenceGradients() {}

    static void recurrence(Recurrence op, Differentiation step) {
        List<Var> operands = new ArrayList<>();
        for (int i = 0; i < op.operands(); i++) {
            operands.add(step.input(i));
        }
        if (!op.cell().hasBackward()) {
            ofSteps(op, operands, step);
            return;
        }
        Recurrence noted = op.noting(true);
        List<Var> results = new ArrayList<>();
        if (op.noted()) {
            for (int i = 0; i <= op.results(); i++) {
                results.add(step.output(i));
            }
        } else {
            results.addAll(apply(noted, operands));
        }
        List<Var> all = new ArrayList<>(operands);
        all.addAll(results);
        for (int i = 0; i < op.results(); i++) {
            all.add(step.gradient(i));
        }
        List<Var> gradients = apply(new RecurrenceBackward(noted), all);
        for (int i = 0; i < gradients.size(); i++) {
            step.add(i, gradients.get(i));
        }
    }

    /** By going through all steps again. */
    private static void ofSteps(Recurrence op, List<Var> operands, Differentiation step) {
        List<Var> upstream = new ArrayList<>();
        for (int i = 0; i < op.results(); i++) {
            upstream.add(step.gradient(i));
        }
        // Copies: an operand may follow from another one, and gradients of gradients go through.
        List<Var> again = operands.stream().map(each -> each.apply(new Copy())).toList();
        List<Var> gradients = Gradients.of(inner(RecurrenceSteps.of(op, again), upstream), again);
        for (int i = 0; i < gradients.size(); i++) {
            step.add(i, gradients.get(i));
        }
    }

    /**
     * Of gradients G of the operands o, which come of the gradients g of the results r(o): with u for what arrives at G, those of the number
     * {@code sum(u d(sum(g r(o))) / do)} for o and g, in other ops.
     */
    static void second(RecurrenceBackward op, Differentiation step) {
        Recurrence forward = op.forward();
        List<Var> operands = new ArrayList<>();
        List<Var> upstream = new ArrayList<>();
        for (int i = 0; i < forward.operands(); i++) {
            operands.add(step.input(i).stopGradient());
        }
        for (int i = 0; i < forward.results(); i++) {
            upstream.add(step.input(op.note() + 1 + i).stopGradient());
        }
        Var loss = inner(RecurrenceSteps.of(forward, operands), upstream);
        List<Var> arriving = new ArrayList<>();
        for (int i = 0; i < forward.operands(); i++) {
            arriving.add(step.gradient(i));
        }
        Var number = inner(Gradients.of(loss, operands), arriving);
        List<Var> all = new ArrayList<>(operands);
        all.addAll(upstream);
        List<Var> gradients = Gradients.of(number, all);
        for (int i = 0; i < all.size(); i++) {
            step.add(i < operands.size() ? i : op.note() + 1 + i - operands.size(), gradients.get(i));
        }
    }

    private static Var inner(List<Var> left, List<Var> right) {
        Var sum = left.get(0).times(right.get(0)).sum();
        for (int i = 1; i < left.size(); i++) {
            sum = sum.plus(left.get(i).times(right.get(i)).sum());
        }
        return sum;
    }

    private static List<Var> apply(Op op, List<Var> operands) {
        return operands.get(0).applyAll(op, operands.subList(1, operands.size()).toArray(Var[]::new));
    }
}
