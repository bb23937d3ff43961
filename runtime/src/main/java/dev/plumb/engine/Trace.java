package dev.plumb.engine;

import dev.plumb.ops.Origins;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Records ops without running them and makes a {@link Program} of them. Not thread safe. */
public final class Trace implements Recorder {

    private final List<Value> values = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Origins origins = new Origins();
    private final List<Program.Output> outputs = new ArrayList<>();
    private final Map<Integer, Integer> assignments = new LinkedHashMap<>();
    private final IntConsumer made;

    /** Nothing recorded yet. */
    public Trace() {
        this(id -> {});
    }

    /**
     * A trace that somebody watches.
     *
     * @param made is told the id of each value as it is made; throws if no more are to be made
     */
    public Trace(IntConsumer made) {
        this.made = made;
    }

    /**
     * An array that the caller fills before each run.
     *
     * @param label for listings
     */
    public Var input(String label, ArrayType type) {
        return add(type, Value.Kind.INPUT, label, null);
    }

    /**
     * An array that lives outside of the program.
     *
     * @param label for listings
     */
    public Var weight(String label, ArrayType type) {
        return add(type, Value.Kind.WEIGHT, label, null);
    }

    /**
     * Makes a value readable after a run.
     *
     * @param label for listings
     */
    public void output(String label, Var value) {
        own(value);
        outputs.add(new Program.Output(label, value.id(), value.id()));
    }

    /**
     * Gives a weight a new value at the end of a run; every op of the program sees the old one.
     *
     * @throws IllegalArgumentException if the weight is none, is assigned already, or the types differ
     */
    public void assign(Var weight, Var newValue) {
        own(weight);
        own(newValue);
        Value target = values.get(weight.id());
        if (target.kind() != Value.Kind.WEIGHT) {
            throw new IllegalArgumentException("only a weight can be assigned, not " + target);
        }
        if (!weight.type().equals(newValue.type())) {
            throw new IllegalArgumentException(
                    "weight " + target.label() + " is " + weight.type() + " and cannot become " + newValue.type());
        }
        if (assignments.putIfAbsent(weight.id(), newValue.id()) != null) {
            throw new IllegalArgumentException("weight " + target.label() + " is assigned already");
        }
    }

    /** The number of values recorded so far: the id of the next one. */
    public int size() {
        return values.size();
    }

    /** The program recorded so far. */
    public Program finish() {
        return new Program(values, instructions, outputs, assignments);
    }

    @Override
    public List<Var> record(Op op, List<Var> inputs) {
        List<ArrayType> types = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (Var input : inputs) {
            own(input);
            types.add(input.type());
            ids.add(input.id());
        }
        List<Var> results = new ArrayList<>();
        List<Integer> resultIds = new ArrayList<>();
        for (ArrayType type : op.infer(types)) {
            Var result = add(type, Value.Kind.TEMPORARY, "", null);
            results.add(result);
            resultIds.add(result.id());
        }
        instructions.add(new Instruction(op, ids, resultIds));
        origins.add();
        return results;
    }

    @Override
    public Var constant(ArrayType type, Literal literal) {
        literal.requireFor(type);
        return add(type, Value.Kind.CONSTANT, "", literal);
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
        return new Var(this, id, values.get(id).type());
    }

    private Var add(ArrayType type, Value.Kind kind, String label, @Nullable Literal literal) {
        Value value = new Value(values.size(), type, kind, label, literal);
        values.add(value);
        made.accept(value.id());
        return new Var(this, value.id(), type);
    }

    private void own(Var value) {
        if (value.recorder() != this) {
            throw new IllegalArgumentException("%" + value.id()
                    + " belongs to another recorder: a value lives as long as the call that made it, and no"
                    + " field keeps it");
        }
    }
}
