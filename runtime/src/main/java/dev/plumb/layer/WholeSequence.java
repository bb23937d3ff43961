package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.GRULayer;
import dev.plumb.dsl.layer.LSTMLayer;
import dev.plumb.graph.rule.GatedRecurrentSpec;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrentCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Recurrent layers as one op over all steps, where there is one that computes the same: LSTM and GRU with the usual activations, as long as
 * nothing is dropped between the steps. This is the place that knows how the weights of Keras become those of the op.
 */
final class WholeSequence {

    /** The steps of all examples are numbered by floats. */
    private static final long MOST_STEPS = 1 << 24;

    /** The logistic function of it is 1, and of its opposite 0, whatever the state adds. */
    private static final float KEEPING = 1e6f;

    private WholeSequence() {}

    /** Whether there is an op for a layer. */
    static boolean suits(RecurrentSpec spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        return spec instanceof GatedRecurrentSpec gated
                && cell(spec).isPresent()
                && gated.activation() == ActivationFunction.TANH
                && gated.recurrentActivation() == ActivationFunction.SIGMOID
                && !(context.training()
                        && (spec.recurrentDropout() > 0
                                || !cell(spec).orElseThrow().hasBackward()))
                && (long) x.size(0) * x.size(1) < MOST_STEPS;
    }

    private static Optional<RecurrentCell> cell(RecurrentSpec spec) {
        if (spec instanceof LSTMLayer) {
            return Optional.of(RecurrentCell.LSTM);
        } else if (spec instanceof GRULayer gru) {
            return Optional.of(gru.resetAfter() ? RecurrentCell.GRU_RESET_AFTER : RecurrentCell.GRU);
        }
        return Optional.empty();
    }

    /** Reads a sequence (batch, time, features), from zeros or from the states that come after it. */
    static Reading read(RecurrentSpec spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        Gates gates = new Gates(spec, context, x.size(0), x.size(2));
        RecurrentCell cell = cell(spec).orElseThrow();
        Var dropped = gates.dropped(x);
        Optional<Var> mask = RecurrentLayers.mask(context, inputs);
        List<Var> states = new ArrayList<>(inputs.subList(1, inputs.size()));
        if (states.isEmpty()) {
            Var zeros = x.recorder().fill(ArrayType.float32(x.size(0), spec.units()), 0);
            states.addAll(Collections.nCopies(cell.states(), zeros));
        }
        Var kernel = context.weight("kernel");
        Var bias = spec.useBias()
                ? bias(context.weight("bias"), spec.units())
                : x.recorder().fill(ArrayType.float32(cell.biases() * spec.units()), 0);
        if (mask.isEmpty()) {
            Recurrence op = new Recurrence(cell, spec.goBackwards(), context.training());
            return new Unmasked(spec.goBackwards(), apply(op, dropped, kernel, context, bias, states));
        }
        ValidSteps steps = ValidSteps.of(Masks.over(mask.get(), List.of(x.size(0), x.size(1))), spec.goBackwards());
        Recurrence op = new Recurrence(cell, false, context.training());
        Var valid = steps.first(dropped);
        if (cell == RecurrentCell.LSTM && (spec.returnState() || spec.stateful())) {
            valid = valid.concatenate(2, steps.rest());
            kernel = kernel.concatenate(0, keepingCell(kernel));
        }
        return new MaskedReading(steps, states, apply(op, valid, kernel, context, bias, states));
    }

    private static List<Var> apply(Recurrence op, Var x, Var kernel, LayerContext context, Var bias, List<Var> states) {
        List<Var> operands = new ArrayList<>(List.of(kernel, context.weight("recurrent_kernel"), bias));
        operands.addAll(states);
        return x.applyAll(op, operands.toArray(Var[]::new)).subList(0, op.results());
    }

    /** Of a bias with a row for the input and one for the state, the rows add up but where the reset gate stands between them. */
    private static Var bias(Var bias, int units) {
        if (bias.rank() == 1) {
            return bias;
        }
        Var input = bias.slice(0, 0, 1).reshape(3 * units);
        Var state = bias.slice(0, 1, 1).reshape(3 * units);
        Var both = input.slice(0, 0, 2 * units).plus(state.slice(0, 0, 2 * units));
        return both.concatenate(0, input.slice(0, 2 * units, units), state.slice(0, 2 * units, units));
    }

    /**
     * The kernel's row for a feature that is 1 in steps without input: it shuts the input gate and opens the forget gate, wholly, so that
     * the cell stays as it is.
     */
    private static Var keepingCell(Var kernel) {
        int units = kernel.size(1) / 4;
        float[] row = new float[kernel.size(1)];
        Arrays.fill(row, 0, units, -KEEPING);
        Arrays.fill(row, units, 2 * units, KEEPING);
        return kernel.recorder().constant(row).reshape(1, kernel.size(1));
    }

    /** Of all steps. */
    private record Unmasked(boolean backwards, List<Var> results) implements Reading {
        @Override
        public Var sequence() {
            return backwards ? results.get(0).reverse(1) : results.get(0);
        }

        @Override
        public Var reversedSequence() {
            return backwards ? results.get(0) : results.get(0).reverse(1);
        }

        @Override
        public Var last() {
            return results.get(1);
        }

        @Override
        public List<Var> states() {
            return results.subList(1, results.size());
        }
    }

    /** Of the valid steps, which were read first. */
    private record MaskedReading(ValidSteps steps, List<Var> begin, List<Var> results) implements Reading {
        @Override
        public Var sequence() {
            return steps.spread(results.get(0), false);
        }

        @Override
        public Var reversedSequence() {
            return steps.spread(results.get(0), true);
        }

        @Override
        public Var last() {
            return steps.last(results.get(0));
        }

        @Override
        public List<Var> states() {
            List<Var> states = new ArrayList<>(results.subList(1, results.size()));
            states.set(0, begin.get(0).where(steps.none(), last()));
            return states;
        }
    }
}
