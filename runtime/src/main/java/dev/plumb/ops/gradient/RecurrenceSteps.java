package dev.plumb.ops.gradient;

import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import dev.plumb.ops.op.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A recurrence as a loop, which has gradients of gradients. */
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
        Recorder recorder = x.recorder();
        RecurrenceSteps steps = new RecurrenceSteps(op, operands);
        List<Var> states = operands.subList(4, operands.size());
        Var projected = x.transpose(1, 0, 2)
                .matmul(steps.kernel)
                .plus(steps.bias.slice(0, 0, op.cell().gates() * steps.units));
        ArrayType part = ArrayType.float32(projected.size(1), projected.size(2));
        BodyTrace step = new BodyTrace(recorder, states.stream().map(Var::type).toList(), List.of(part));
        List<Var> next = steps.next(
                step.slice(0),
                IntStream.range(0, states.size()).mapToObj(step::state).toList());
        LoopBody body = step.finish(next, next.subList(0, 1));
        List<Var> all = new ArrayList<>(states);
        all.add(projected);
        all.addAll(step.captured());
        List<Var> made = recorder.record(new Loop(body, x.size(1), op.reverse()), all);
        List<Var> results = new ArrayList<>(List.of(made.get(states.size()).transpose(1, 0, 2)));
        results.addAll(made.subList(0, states.size()));
        return results;
    }

    /** The states after a step, by the input's part of its gates. */
    private List<Var> next(Var input, List<Var> states) {
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
