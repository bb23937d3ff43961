package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
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

    private static List<Var> apply(Op op, List<Var> operands) {
        return operands.get(0).applyAll(op, operands.subList(1, operands.size()).toArray(Var[]::new));
    }
}
