package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.GRULayer;
import dev.plumb.dsl.layer.LSTMLayer;
import dev.plumb.dsl.layer.SimpleRNNLayer;
import dev.plumb.graph.rule.ConvolutionLstmSpec;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Recurrent layers: as one op over all steps where there is one, else step by step. */
final class RecurrentLayers {
    private RecurrentLayers() {}

    /** One step: from the input's part (batch, gates) and the states to the new states, the output first. */
    interface Cell {
        List<Var> step(Var projected, List<Var> states);
    }

    /**
     * What all steps have in common.
     *
     * @param projected the input's part of all steps, (time · batch, …), all examples of the first step first
     * @param cell one step
     * @param state the shape of each state and of the output, (batch, …)
     */
    record Steps(Var projected, Cell cell, List<Integer> state) {
        static Steps of(SequenceSpec spec, LayerContext context, Var x) {
            if (spec instanceof ConvolutionLstmSpec convolution) {
                return ConvolutionLstm.steps(convolution, context, x);
            }
            RecurrentSpec recurrent = (RecurrentSpec) spec;
            Gates gates = new Gates(recurrent, context, x.size(0), x.size(2));
            Var projected = gates.project(x);
            return new Steps(
                    projected, RecurrentLayers.cell(recurrent, context, gates), List.of(x.size(0), recurrent.units()));
        }

        /** The input's part of all steps, (time, batch, …). */
        Var stacked() {
            List<Integer> shape = new ArrayList<>(List.of(projected.size(0) / state.get(0), state.get(0)));
            shape.addAll(projected.shape().subList(1, projected.rank()));
            return projected.reshape(shape);
        }
    }

    static <S extends SequenceSpec> List<Var> lower(S spec, LayerContext context, List<Var> inputs) {
        Reading reading = read(spec, context, inputs);
        List<Var> outputs = new ArrayList<>();
        outputs.add(spec.returnSequences() ? reading.sequence() : reading.last());
        if (spec.returnState()) {
            outputs.addAll(reading.states());
        }
        return outputs;
    }

    /**
     * Reads a sequence (batch, time, features), from zeros or from the states that come after it.
     *
     * @throws IllegalArgumentException if this runtime does not know the layer
     */
    static Reading read(SequenceSpec spec, LayerContext context, List<Var> inputs) {
        return spec.stateful() ? CarriedStates.read(spec, context, inputs) : readFrom(spec, context, inputs);
    }

    /** The same, whether or not it is stateful. */
    static Reading readFrom(SequenceSpec spec, LayerContext context, List<Var> inputs) {
        if (spec instanceof RecurrentSpec recurrent && WholeSequence.suits(recurrent, context, inputs)) {
            return WholeSequence.read(recurrent, context, inputs);
        }
        return StepLoop.pays(inputs.get(0), inputs.get(0).size(1))
                ? readInLoop(spec, context, inputs)
                : readStepByStep(spec, context, inputs);
    }

    /** The same in a loop. The input's part of all steps is one product before the first. */
    static Reading readInLoop(SequenceSpec spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        int batch = x.size(0);
        int time = x.size(1);
        Steps steps = Steps.of(spec, context, x);
        Cell cell = steps.cell();
        List<Var> stacked = new ArrayList<>(List.of(steps.stacked()));
        Optional<Var> mask = mask(context, inputs);
        mask.ifPresent(valid -> stacked.add(Masks.alignedBefore(
                Masks.over(valid, List.of(batch, time)).transpose(1, 0),
                1 + steps.state().size())));
        int count = spec.stateNames().size();
        List<Var> states = new ArrayList<>(inputs.subList(1, inputs.size()));
        boolean fromZeros = states.isEmpty();
        // As in Keras the output of a masked step is the one before it, which first is 0 also where the state is not.
        boolean carriesOutput = mask.isPresent() && !fromZeros;
        Var zeros = x.recorder().fill(new ArrayType(DType.FLOAT32, steps.state()), 0);
        states.addAll(Collections.nCopies((fromZeros ? count : 0) + (carriesOutput ? 1 : 0), zeros));
        StepLoop.Done done =
                StepLoop.of(states, stacked, spec.goBackwards(), context.training(), (step, before, slices) -> {
                    List<Var> made = new ArrayList<>(cell.step(slices.get(0), before.subList(0, count)));
                    if (carriesOutput) {
                        made.add(made.get(0));
                    }
                    List<Var> after = mask.isPresent() ? chosen(slices.get(1), made, before) : made;
                    return new StepLoop.Step(after, List.of(after.get(carriesOutput ? count : 0)));
                });
        return new LoopReading(
                done.kept().get(0),
                spec.goBackwards(),
                done.states().get(carriesOutput ? count : 0),
                done.states().subList(0, count));
    }

    /** The same, laid out step by step: a plan knows how many there are. */
    static Reading readStepByStep(SequenceSpec spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        int batch = x.size(0);
        int time = x.size(1);
        Steps steps = Steps.of(spec, context, x);
        Var projected = steps.projected();
        Cell cell = steps.cell();
        List<Var> states = inputs.subList(1, inputs.size());
        Optional<Mask> mask = mask(context, inputs)
                .map(valid -> Mask.of(valid, batch, time, steps.state().size()));
        Var zeros = x.recorder().fill(new ArrayType(DType.FLOAT32, steps.state()), 0);
        boolean fromZeros = states.isEmpty();
        if (fromZeros) {
            states = Collections.nCopies(spec.stateNames().size(), zeros);
        }
        Var output = zeros;
        List<Var> outputs = new ArrayList<>();
        for (int read = 0; read < time; read++) {
            int at = spec.goBackwards() ? time - 1 - read : read;
            List<Var> before = states;
            List<Var> made = cell.step(projected.slice(0, at * batch, batch), before);
            states = mask.map(valid -> valid.choose(at * batch, made, before)).orElse(made);
            // As in Keras the output of a masked step is the one before it, which first is 0 also where the state is
            // not.
            Var last = output;
            output = mask.filter(valid -> !fromZeros)
                    .map(valid -> valid.choose(at * batch, made.subList(0, 1), List.of(last))
                            .get(0))
                    .orElse(states.get(0));
            outputs.add(output);
        }
        return new StepReading(outputs, states);
    }

    /** Keras hands the mask of a sequence to a layer that is called on one tensor, and forgets it where states come along, unless it is given. */
    static Optional<Var> mask(LayerContext context, List<Var> inputs) {
        return inputs.size() == 1 || context.isMaskGiven() ? context.mask(0) : Optional.empty();
    }

    private static Cell cell(RecurrentSpec spec, LayerContext context, Gates gates) {
        if (spec instanceof SimpleRNNLayer simple) {
            return simple(simple, gates);
        } else if (spec instanceof LSTMLayer lstm) {
            return lstm(lstm, gates);
        } else if (spec instanceof GRULayer gru) {
            return gru.resetAfter() ? gruResettingAfter(gru, context, gates) : gruResettingBefore(gru, gates);
        }
        throw new IllegalArgumentException("this runtime has no code for the recurrent layer " + spec.layerName());
    }

    /** Elman 1990. */
    private static Cell simple(SimpleRNNLayer spec, Gates gates) {
        return (projected, states) -> List.of(Activations.apply(
                spec.activation(), gates.recurrent(states.get(0)).plus(projected)));
    }

    private static Cell lstm(LSTMLayer spec, Gates gates) {
        return lstm(spec.activation(), spec.recurrentActivation(), gates::recurrent);
    }

    /**
     * Hochreiter and Schmidhuber 1997, with the gates in the order of Keras: input, forget, cell, output.
     *
     * @param recurrent what comes of the state for all gates, which lie along the last axis
     */
    static Cell lstm(ActivationFunction activation, ActivationFunction gate, UnaryOperator<Var> recurrent) {
        return (projected, states) -> {
            Var z = recurrent.apply(states.get(0)).plus(projected);
            Var input = Activations.apply(gate, quarter(z, 0));
            Var forget = Activations.apply(gate, quarter(z, 1));
            Var candidate = Activations.apply(activation, quarter(z, 2));
            Var output = Activations.apply(gate, quarter(z, 3));
            Var cell = forget.times(states.get(1)).plus(input.times(candidate));
            return List.of(output.times(Activations.apply(activation, cell)), cell);
        };
    }

    private static Var quarter(Var gates, int gate) {
        int size = gates.size(-1) / 4;
        return gates.slice(gates.rank() - 1, gate * size, size);
    }

    /** Cho et al. 2014 in the form of cuDNN: the reset gate acts on the product with the recurrent kernel. */
    private static Cell gruResettingAfter(GRULayer spec, LayerContext context, Gates gates) {
        Optional<Var> bias = spec.useBias()
                ? Optional.of(context.weight("bias").slice(0, 1, 1).reshape(3 * spec.units()))
                : Optional.empty();
        return (projected, states) -> {
            Var product = gates.recurrent(states.get(0));
            Var inner = bias.map(product::plus).orElse(product);
            Var sums = projected.slice(1, 0, 2 * spec.units()).plus(inner.slice(1, 0, 2 * spec.units()));
            Var update = Activations.apply(spec.recurrentActivation(), sums.slice(1, 0, spec.units()));
            Var reset = Activations.apply(spec.recurrentActivation(), sums.slice(1, spec.units(), spec.units()));
            Var candidate = gates.part(projected, 2).plus(reset.times(gates.part(inner, 2)));
            return mixed(update, states.get(0), Activations.apply(spec.activation(), candidate));
        };
    }

    /** Cho et al. 2014: the reset gate acts on the state. */
    private static Cell gruResettingBefore(GRULayer spec, Gates gates) {
        return (projected, states) -> {
            Var state = states.get(0);
            Var update = Activations.apply(
                    spec.recurrentActivation(), gates.part(projected, 0).plus(gates.recurrent(state, 0)));
            Var reset = Activations.apply(
                    spec.recurrentActivation(), gates.part(projected, 1).plus(gates.recurrent(state, 1)));
            Var candidate = gates.part(projected, 2).plus(gates.recurrent(reset.times(state), 2));
            return mixed(update, state, Activations.apply(spec.activation(), candidate));
        };
    }

    private static List<Var> mixed(Var update, Var state, Var candidate) {
        return List.of(update.times(state).plus(update.linear(-1, 1).times(candidate)));
    }

    /** Valid steps as 1, masked ones as 0, one below the other as the steps are. */
    private record Mask(Var valid) {

        /** Of a mask over (batch, time), or over (batch) for sequences that are masked as a whole. */
        static Mask of(Var mask, int batch, int time, int rank) {
            Var overTime = Masks.over(mask, List.of(batch, time));
            return new Mask(Masks.alignedBefore(overTime.transpose(1, 0).reshape(time * batch), rank));
        }

        /** What was made in valid steps, else what was before: also where a masked step made NaN. */
        List<Var> choose(int begin, List<Var> made, List<Var> before) {
            return chosen(this.valid.slice(0, begin, made.get(0).size(0)), made, before);
        }
    }

    private static List<Var> chosen(Var valid, List<Var> made, List<Var> before) {
        List<Var> chosen = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            chosen.add(made.get(i).where(valid, before.get(i)));
        }
        return chosen;
    }
}
