package dev.plumb.ops;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.LoopBody;
import dev.plumb.ops.op.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records one step of a loop. Values of the recorder around it may be used like its own: they are captured, and are the same in each step. Not
 * thread safe.
 */
public final class BodyTrace implements Recorder {
    private final @Nullable Recorder outer;
    private final int states;
    private final int slices;
    private final List<ArrayType> types = new ArrayList<>();
    private final Map<Integer, Literal> constants = new HashMap<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Origins origins = new Origins();
    /** From what is captured to its value in here. */
    private final Map<Var, Var> captured = new LinkedHashMap<>();

    /**
     * A step of which nothing is recorded yet.
     *
     * @param outer what the loop is recorded by
     * @param states their types
     * @param slices what the step reads of the stacked operands
     */
    public BodyTrace(Recorder outer, List<ArrayType> states, List<ArrayType> slices) {
        this.outer = outer;
        this.states = states.size();
        this.slices = slices.size();
        if (outer.origins().isKeptWhole()) {
            origins.keepWhole();
        }
        states.forEach(this::add);
        slices.forEach(this::add);
    }

    /** Records on its own, where nothing can be captured. */
    public static BodyTrace alone(List<ArrayType> states) {
        return new BodyTrace(states);
    }

    private BodyTrace(List<ArrayType> states) {
        this.outer = null;
        this.states = states.size();
        this.slices = 0;
        states.forEach(this::add);
    }

    /** A state as the step finds it. */
    public Var state(int index) {
        return variable(index);
    }

    /** What the step reads of a stacked operand. */
    public Var slice(int index) {
        return variable(states + index);
    }

    /** What was captured so far, in the order of the body. */
    public List<Var> captured() {
        return List.copyOf(captured.keySet());
    }

    /** A value of the recorder around, in here. */
    public Var capture(Var value) {
        if (value.recorder() == this) {
            return value;
        }
        if (!isInside(value.recorder())) {
            throw new IllegalArgumentException(
                    "%" + value.id() + " belongs to another recorder: a value lives as long as the call that made it");
        }
        Var known = captured.get(value);
        if (known == null) {
            known = add(value.type());
            captured.put(value, known);
        }
        return known;
    }

    /**
     * The step that was recorded.
     *
     * @param next the states that it leaves
     * @param stacked what is kept of it
     */
    public LoopBody finish(List<Var> next, List<Var> stacked) {
        List<Integer> after = ids(next);
        List<Integer> kept = ids(stacked);
        return new LoopBody(types, states, slices, ids(captured()), constants, instructions, after, kept);
    }

    private List<Integer> ids(List<Var> values) {
        return values.stream().map(value -> capture(value).id()).toList();
    }

    @Override
    public boolean isInside(Recorder other) {
        return outer != null && (outer == other || outer.isInside(other));
    }

    @Override
    public List<Var> record(Op op, List<Var> inputs) {
        List<Var> own = inputs.stream().map(this::capture).toList();
        List<Var> results = op.infer(own.stream().map(Var::type).toList()).stream()
                .map(this::add)
                .toList();
        instructions.add(new Instruction(op, ids(own), ids(results)));
        origins.add();
        return results;
    }

    @Override
    public Var constant(ArrayType type, Literal literal) {
        literal.requireFor(type);
        Var constant = add(type);
        constants.put(constant.id(), literal);
        return constant;
    }

    /** The elements of a value, if it is a constant of the step. */
    public Optional<Literal> literal(int id) {
        return Optional.ofNullable(constants.get(id));
    }

    @Override
    public List<Instruction> instructions() {
        return Collections.unmodifiableList(instructions);
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public Var variable(int id) {
        return new Var(this, id, types.get(id));
    }

    private Var add(ArrayType type) {
        types.add(type);
        return variable(types.size() - 1);
    }
}
