package dev.plumb.layer;

import dev.plumb.dsl.layer.RNNLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Cells in code: in a loop, where a step is like the others, else step by step. */
final class CellLayers {
    private CellLayers() {}

    static List<Var> rnn(RNNLayer spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        Reading reading = (StepLoop.pays(x, x.size(1)) ? readInLoop(spec, context, inputs) : Optional.<Reading>empty())
                .orElseGet(() -> readStepByStep(spec, context, inputs));
        if (spec.stateful()) {
            for (int i = 0; i < spec.states(); i++) {
                context.carry(spec.stateNames().get(i), reading.states().get(i));
            }
        }
        List<Var> results = new ArrayList<>();
        results.add(spec.returnSequences() ? reading.sequence() : reading.last());
        if (spec.returnState()) {
            results.addAll(reading.states());
        }
        return results;
    }

    /** Reads a sequence in a loop; empty if a step of the code is none of a loop's. */
    static Optional<Reading> readInLoop(RNNLayer spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        List<Var> states = new ArrayList<>(states(spec, context, inputs));
        int count = states.size();
        List<Var> stacked = new ArrayList<>(List.of(LoopReading.swapped(x)));
        Optional<Var> mask = mask(context, inputs);
        mask.ifPresent(valid -> stacked.add(valid.transpose(1, 0)));
        boolean isStateRead = spec.cell().outputNames().size() == count;
        // As in Keras the output of a masked step is the one before it, which first is 0 also where the state is not.
        boolean carriesOutput = mask.isPresent() && !(isStateRead && inputs.size() == 1 && !spec.stateful());
        if (carriesOutput) {
            states.add(x.recorder().fill(output(spec, x.get(1, 0)), 0));
        }
        StepContext inner = new StepContext(context);
        StepLoop.Body body = (step, before, slices) -> {
            inner.begin(step);
            List<Var> taken = new ArrayList<>(List.of(slices.get(0)));
            taken.addAll(before.subList(0, count));
            List<Var> made = Lowerings.lower(spec.cell(), inner, taken);
            List<Var> next = new ArrayList<>(made.subList(made.size() - count, made.size()));
            if (carriesOutput) {
                next.add(made.get(0));
            }
            List<Var> after = mask.isPresent() ? chosen(slices.get(1), next, before) : next;
            Var output = mask.isEmpty() ? made.get(0) : after.get(carriesOutput ? count : 0);
            return new StepLoop.Step(after, List.of(output));
        };
        return StepLoop.ofCode(states, stacked, spec.goBackwards(), context.training(), body, inner::isStep)
                .map(done -> {
                    Var outputs = done.kept().get(0);
                    Var last = carriesOutput
                            ? done.states().get(count)
                            : isStateRead
                                    ? done.states().get(0)
                                    : outputs.get(0, spec.goBackwards() ? 0 : x.size(1) - 1);
                    return new LoopReading(
                            outputs, spec.goBackwards(), last, done.states().subList(0, count));
                });
    }

    /** Reads a sequence step by step: a plan knows how many there are. */
    static Reading readStepByStep(RNNLayer spec, LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        int time = x.size(1);
        InnerContext inner = new InnerContext(context, "", Optional.empty());
        Optional<Var> mask = mask(context, inputs);
        List<Var> states = states(spec, context, inputs);
        List<Var> outputs = new ArrayList<>();
        for (int read = 0; read < time; read++) {
            int at = spec.goBackwards() ? time - 1 - read : read;
            List<Var> taken = new ArrayList<>(List.of(x.get(1, at)));
            taken.addAll(states);
            List<Var> made = Lowerings.lower(spec.cell(), inner, taken);
            List<Var> next = made.subList(made.size() - states.size(), made.size());
            Var output = made.get(0);
            if (mask.isPresent()) {
                Var valid = mask.get().get(1, at);
                // As in Keras the output of a masked step is the one before it, which first is 0 also where the state
                // is not.
                Var last = outputs.isEmpty() ? output.fillLike(0) : outputs.get(outputs.size() - 1);
                output = chosen(valid, output, last);
                next = chosen(valid, next, states);
            }
            states = next;
            outputs.add(output);
        }
        inner.assignMoved();
        return new StepReading(outputs, states);
    }

    private static Optional<Var> mask(LayerContext context, List<Var> inputs) {
        Var x = inputs.get(0);
        return RecurrentLayers.mask(context, inputs).map(valid -> Masks.over(valid, List.of(x.size(0), x.size(1))));
    }

    /** The states to begin with: those that are given, those that the batch before left, or zeros. */
    private static List<Var> states(RNNLayer spec, LayerContext context, List<Var> inputs) {
        Var step = inputs.get(0).get(1, 0);
        List<Var> own = new ArrayList<>();
        if (spec.stateful()) {
            List<ArrayType> types = types(spec, step);
            for (int i = 0; i < types.size(); i++) {
                own.add(context.carried(spec.stateNames().get(i), types.get(i).shape()));
            }
        } else if (inputs.size() == 1) {
            types(spec, step).forEach(type -> own.add(step.recorder().fill(type, 0)));
        }
        return inputs.size() > 1 ? inputs.subList(1, inputs.size()) : own;
    }

    private static ArrayType output(RNNLayer spec, Var step) {
        if (spec.cell().inputsFrom(CodeLowering.type(step)) instanceof Inference.Types inputs
                && spec.cell().infer(inputs.outputs()) instanceof Inference.Types made) {
            return batched(step, made.outputs().get(0));
        }
        throw new IllegalArgumentException(spec.title() + " does not know how large its output is");
    }

    private static ArrayType batched(Var step, TensorType type) {
        List<Integer> shape = new ArrayList<>(List.of(step.size(0)));
        for (long size : type.shape().sizes()) {
            shape.add(Math.toIntExact(size));
        }
        return new ArrayType(type.dtype(), shape);
    }

    private static List<ArrayType> types(RNNLayer spec, Var step) {
        List<ArrayType> states = new ArrayList<>();
        Inference inputs = spec.cell().inputsFrom(CodeLowering.type(step));
        if (!(inputs instanceof Inference.Types types)) {
            throw new IllegalArgumentException(spec.title() + " does not know how large its states are");
        }
        for (TensorType state : types.outputs().subList(1, 1 + spec.states())) {
            states.add(batched(step, state));
        }
        return states;
    }

    private static List<Var> chosen(Var valid, List<Var> made, List<Var> before) {
        List<Var> chosen = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            chosen.add(chosen(valid, made.get(i), before.get(i)));
        }
        return chosen;
    }

    private static Var chosen(Var valid, Var made, Var before) {
        List<Integer> shape = new ArrayList<>(Collections.nCopies(made.rank(), 1));
        shape.set(0, made.size(0));
        return made.where(valid.reshape(shape), before);
    }
}
