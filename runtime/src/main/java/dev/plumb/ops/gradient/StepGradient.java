package dev.plumb.ops.gradient;

import dev.plumb.dsl.DType;
import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.LoopBody;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.StopGradient;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of one step of a loop: the step, recorded anew, and what follows from the gradients that arrive at its results. Ids are those of this
 * record.
 */
final class StepGradient {
    private final LoopBody body;
    private final BodyTrace trace;
    /** By operand of the loop. */
    private final int operands;
    /** By id of the body. */
    private final Map<Integer, Var> replayed = new HashMap<>();

    private final Map<Integer, Integer> bodyIds = new HashMap<>();
    private final Map<Integer, Integer> makers = new HashMap<>();
    private final int forward;
    /** What is the same in each step. */
    private final BitSet invariant = new BitSet();

    private final int[] arrivingAtStates;
    private final int[] arrivingAtStacked;
    private final @Nullable Var[] gradients;

    /** What somebody needs of a step to go back through it. */
    static final class Needs {
        /** Values of the step as it went forward, states before it among them, by id. */
        final TreeSet<Integer> kept = new TreeSet<>();
        /** Parts of stacked operands. */
        final TreeSet<Integer> slices = new TreeSet<>();
        /** Indices of instructions. */
        final BitSet instructions = new BitSet();
    }

    /**
     * Records a step and its gradient.
     *
     * @param wanted whether the gradient of an operand of the loop is wanted; those of states always are
     * @param arriving whether there is a gradient of what is kept of each step, by its index
     */
    StepGradient(LoopBody body, IntPredicate wanted, IntPredicate arriving) {
        this.body = body;
        this.operands = body.operands();
        List<ArrayType> given = new ArrayList<>();
        for (int index = 0; index < operands; index++) {
            given.add(body.type(body.operand(index)));
        }
        this.arrivingAtStates = new int[body.states()];
        for (int state = 0; state < body.states(); state++) {
            arrivingAtStates[state] = isFloat(body.type(state)) ? given.size() : -1;
            if (isFloat(body.type(state))) {
                given.add(body.type(state));
            }
        }
        this.arrivingAtStacked = new int[body.stacked().size()];
        for (int index = 0; index < arrivingAtStacked.length; index++) {
            ArrayType type = body.type(body.stacked().get(index));
            boolean arrives = isFloat(type) && arriving.test(index);
            arrivingAtStacked[index] = arrives ? given.size() : -1;
            if (arrives) {
                given.add(type);
            }
        }
        this.trace = BodyTrace.alone(given);
        replay();
        this.forward = trace.instructions().size();
        this.gradients = differentiate(wanted);
        for (int index = 0; index < trace.instructions().size(); index++) {
            for (int output : trace.instructions().get(index).outputs()) {
                makers.put(output, index);
            }
        }
    }

    static boolean isFloat(ArrayType type) {
        return type.dtype() == DType.FLOAT32;
    }

    private void replay() {
        for (int index = 0; index < operands; index++) {
            know(body.operand(index), trace.state(index));
            if (index >= body.states() + body.slices()) {
                invariant.set(index);
            }
        }
        body.constants().forEach((id, literal) -> {
            Var constant = trace.constant(body.type(id), literal);
            know(id, constant);
            invariant.set(constant.id());
        });
        for (Instruction instruction : body.instructions()) {
            List<Var> inputs = instruction.inputs().stream().map(this::replayed).toList();
            List<Var> results = trace.record(instruction.op(), inputs);
            boolean same = inputs.stream().allMatch(input -> invariant.get(input.id()));
            for (int index = 0; index < results.size(); index++) {
                know(instruction.outputs().get(index), results.get(index));
                invariant.set(results.get(index).id(), same);
            }
        }
    }

    private void know(int id, Var value) {
        replayed.put(id, value);
        bodyIds.put(value.id(), id);
    }

    private Var replayed(int id) {
        Var value = replayed.get(id);
        if (value == null) {
            throw new IllegalStateException("%" + id + " of the step is read before it is made");
        }
        return value;
    }

    private @Nullable Var[] differentiate(IntPredicate wanted) {
        List<Var> results = new ArrayList<>();
        List<Var> weights = new ArrayList<>();
        for (int state = 0; state < body.states(); state++) {
            if (arrivingAtStates[state] >= 0) {
                results.add(replayed(body.next().get(state)));
                weights.add(trace.variable(arrivingAtStates[state]));
            }
        }
        for (int index = 0; index < arrivingAtStacked.length; index++) {
            if (arrivingAtStacked[index] >= 0) {
                results.add(replayed(body.stacked().get(index)));
                weights.add(trace.variable(arrivingAtStacked[index]));
            }
        }
        @Nullable Var[] found = new Var[operands];
        List<Integer> asked = new ArrayList<>();
        List<Var> variables = new ArrayList<>();
        for (int index = 0; index < operands && !results.isEmpty(); index++) {
            if (isFloat(trace.variable(index).type()) && (index < body.states() || wanted.test(index))) {
                asked.add(index);
                variables.add(trace.variable(index));
            }
        }
        if (!asked.isEmpty()) {
            List<Var> made = Gradients.of(results, weights, variables);
            for (int index = 0; index < asked.size(); index++) {
                found[asked.get(index)] = made.get(index);
            }
        }
        return found;
    }

    BodyTrace trace() {
        return trace;
    }

    /** The gradient of an operand of the loop in this step; null if nobody wants it. */
    @Nullable
    Var gradient(int operand) {
        return gradients[operand];
    }

    /** Where the gradient of the state after the step comes in; -1 for states without one. */
    int arrivingAtState(int state) {
        return arrivingAtStates[state];
    }

    /** Where the gradient of what is kept of the step comes in; -1 if there is none. */
    int arrivingAtStacked(int index) {
        return arrivingAtStacked[index];
    }

    /** The id in the body of a value of the step as it went forward. */
    int bodyId(int id) {
        Integer known = bodyIds.get(id);
        if (known == null) {
            throw new IllegalStateException("%" + id + " is none of the step's values");
        }
        return known;
    }

    /** Whether a value is an operand of the loop that is the same in each step. */
    boolean isCaptured(int id) {
        return id >= body.states() + body.slices() && id < operands;
    }

    /** Whether a value is a part of a stacked operand. */
    boolean isSlice(int id) {
        return id >= body.states() && id < body.states() + body.slices();
    }

    /** Whether a value is there, or made, as the step goes forward. */
    boolean isForward(int id) {
        return bodyIds.containsKey(id);
    }

    /** Whether a value is the same in each step. */
    boolean isInvariant(int id) {
        return invariant.get(id);
    }

    /** Whether a value is known to be 0. */
    boolean isZero(int id) {
        return trace.literal(id)
                .filter(literal -> literal.isFill() && literal.at(0) == 0)
                .isPresent();
    }

    /** The instruction that makes a value; null for what is given, and constants. */
    @Nullable
    Instruction maker(int id) {
        Integer index = makers.get(id);
        return index == null ? null : trace.instructions().get(index);
    }

    /** Adds what a value takes to be made on the way back. */
    void need(int id, Needs needs) {
        Integer index = makers.get(id);
        if (id < operands) {
            if (isSlice(id)) {
                needs.slices.add(id);
            } else if (id < body.states()) {
                needs.kept.add(id);
            }
        } else if (index != null) {
            Instruction made = trace.instructions().get(index);
            if (index < forward && !invariant.get(id) && !isCheap(made.op())) {
                needs.kept.add(id);
            } else if (!needs.instructions.get(index)) {
                needs.instructions.set(index);
                made.inputs().forEach(input -> need(input, needs));
            }
        }
    }

    /** What is made again rather than kept: no arithmetic, and of what it reads more than one may be made. */
    private static boolean isCheap(Op op) {
        return op instanceof Reshape || op instanceof Slice || op instanceof Broadcast || op instanceof StopGradient;
    }
}
