package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.Recurrence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A recurrence step by step, in ops that have gradients of gradients. */
final class RecurrenceSteps {
    private final Recurrence op;
    private final Var kernel;
    private final Var recurrentKernel;
    private final Var bias;
    private final int units;

    private RecurrenceSteps(Recurrence op, List<Var> operands) {
        this.op = op;
        this.kernel = operands.get(1);
        this.recurrentKernel = operands.get(2);
        this.bias = operands.get(3);
        this.units = recurrentKernel.size(0);
    }

    /** The results of the op on its operands, without a note. */
    static List<Var> of(Recurrence op, List<Var> operands) {
        Var x = operands.get(0);
        RecurrenceSteps steps = new RecurrenceSteps(op, operands);
        List<Var> states = operands.subList(4, operands.size());
        List<Var> outputs = new ArrayList<>();
        for (int read = 0; read < x.size(1); read++) {
            states = steps.next(x.get(1, op.reverse() ? x.size(1) - 1 - read : read), states);
            outputs.add(states.get(0));
        }
        if (op.reverse()) {
            Collections.reverse(outputs);
        }
        List<Var> results = new ArrayList<>(List.of(Var.stack(1, outputs)));
        results.addAll(states);
        return results;
    }

    private List<Var> next(Var x, List<Var> states) {
        Var input = x.matmul(kernel).plus(bias.slice(0, 0, op.cell().gates() * units));
        Var h = states.get(0);
        return switch (op.cell()) {
            case LSTM -> {
                Var z = input.plus(h.matmul(recurrentKernel));
                Var kept = part(z, 1).logistic().times(states.get(1));
                Var cell = kept.plus(part(z, 0).logistic().times(part(z, 2).tanh()));
                yield List.of(part(z, 3).logistic().times(cell.tanh()), cell);
            }
            case GRU -> {
                Var gates = recurrentKernel.slice(1, 0, 2 * units);
                Var z = input.slice(1, 0, 2 * units).plus(h.matmul(gates));
                Var reset = part(z, 1).logistic().times(h);
                yield mixed(part(z, 0), h, part(input, 2).plus(reset.matmul(part(recurrentKernel, 2))));
            }
            case GRU_RESET_AFTER -> {
                Var product = h.matmul(recurrentKernel);
                Var reset = part(input, 1).plus(part(product, 1)).logistic();
                Var inner = part(product, 2).plus(bias.slice(0, 3 * units, units));
                yield mixed(
                        part(input, 0).plus(part(product, 0)), h, part(input, 2).plus(reset.times(inner)));
            }
        };
    }

    private static List<Var> mixed(Var update, Var state, Var candidate) {
        Var kept = update.logistic();
        return List.of(kept.times(state).plus(kept.linear(-1, 1).times(candidate.tanh())));
    }

    private Var part(Var gates, int gate) {
        return gates.slice(1, gate * units, units);
    }
}
