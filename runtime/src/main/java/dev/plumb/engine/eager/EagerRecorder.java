package dev.plumb.engine.eager;

import dev.plumb.dsl.DType;
import dev.plumb.engine.plan.Aliases;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.NonFiniteSearch;
import dev.plumb.ops.Origins;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Op;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Executes each op when it is recorded, so that code can look at values and decide by them. All values stay until it is closed: gradients
 * need them. They lie in native memory, which is freed then, at once. Not thread safe.
 */
public final class EagerRecorder implements Recorder, AutoCloseable {
    private final EagerKernels kernels;
    private final Arena arena = new Arena();
    private final List<Held> values = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Origins origins = new Origins();
    private boolean closed;

    /**
     * A value.
     *
     * @param fixed whether its memory outlives the recorder
     */
    private record Held(Var variable, Place place, boolean fixed) {}

    /** Nothing recorded yet. */
    public EagerRecorder(EagerKernels kernels) {
        this.kernels = kernels;
    }

    /**
     * An array that lies outside, as a weight does. Ops read it where it lies, each when it is recorded.
     *
     * @param offset of the first element in bytes
     */
    public Var bound(ArrayType type, Storage storage, long offset) {
        requireOpen();
        return add(type, new Place(storage, offset, type.bytes()), true);
    }

    /** A copy of these numbers, row by row. Throws {@link IllegalArgumentException} if their count is not that of the type. */
    public Var array(ArrayType type, float... numbers) {
        requireOpen();
        type.require(DType.FLOAT32, numbers.length);
        Var variable = add(type);
        buffer(variable).asFloatBuffer().put(numbers);
        return variable;
    }

    /** A copy of these whole numbers, row by row. Throws {@link IllegalArgumentException} if their count is not that of the type. */
    public Var array(ArrayType type, int... numbers) {
        requireOpen();
        type.require(DType.INT32, numbers.length);
        Var variable = add(type);
        buffer(variable).asIntBuffer().put(numbers);
        return variable;
    }

    @Override
    public List<Var> record(Op op, List<Var> inputs) {
        requireOpen();
        List<ArrayType> types = new ArrayList<>(inputs.size());
        List<Integer> ids = new ArrayList<>(inputs.size());
        List<Place> places = new ArrayList<>(inputs.size());
        boolean[] fixed = new boolean[inputs.size()];
        for (int i = 0; i < fixed.length; i++) {
            Held held = held(inputs.get(i));
            types.add(inputs.get(i).type());
            ids.add(inputs.get(i).id());
            places.add(held.place());
            fixed[i] = held.fixed();
        }
        List<ArrayType> results = kernels.results(op, types);
        List<Var> made = new ArrayList<>(results.size());
        if (fixed.length > 0 && Aliases.isView(op, types.get(0))) {
            ArrayType result = results.get(0);
            long from = Aliases.distance(op, types.get(0));
            made.add(add(result, places.get(0).part(from, result.bytes()), fixed[0]));
        } else {
            List<Place> computed = kernels.run(op, types, places, fixed, results, arena);
            for (int i = 0; i < computed.size(); i++) {
                made.add(add(results.get(i), computed.get(i), false));
            }
        }
        instructions.add(new Instruction(op, ids, made.stream().map(Var::id).toList()));
        origins.add();
        return made;
    }

    @Override
    public Var constant(ArrayType type, Literal literal) {
        requireOpen();
        literal.requireFor(type);
        Var variable = add(type);
        FloatBuffer floats = buffer(variable).asFloatBuffer();
        for (int i = 0; i < floats.capacity(); i++) {
            floats.put(i, literal.at(i));
        }
        return variable;
    }

    /** A copy of the numbers of a value, row by row. Throws {@link IllegalArgumentException} if they are none of float32. */
    public float[] floats(Var value) {
        requireType(value, DType.FLOAT32);
        float[] numbers = new float[value.type().elements()];
        buffer(value).asFloatBuffer().get(numbers);
        return numbers;
    }

    /** A copy of the whole numbers of a value, row by row. Throws {@link IllegalArgumentException} if they are none of int32. */
    public int[] ints(Var value) {
        requireType(value, DType.INT32);
        int[] numbers = new int[value.type().elements()];
        buffer(value).asIntBuffer().get(numbers);
        return numbers;
    }

    private void requireType(Var value, DType dtype) {
        held(value);
        if (value.type().dtype() != dtype) {
            throw new IllegalArgumentException(
                    value + " is read as " + dtype.label() + ": cast it, by cast(DType." + dtype + ")");
        }
    }

    /**
     * The bytes of a value. Not to be used when this is closed: whoever keeps them copies them.
     *
     * @throws IllegalArgumentException if it belongs to another recorder
     * @throws IllegalStateException if this is closed
     */
    public ByteBuffer buffer(Var value) {
        return held(value).place().buffer();
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
        return values.get(id).variable();
    }

    /** Looks for what made numbers that are not finite. */
    public NonFiniteSearch search() {
        return new NonFiniteSearch(instructions, origins, new NonFiniteSearch.Values() {
            @Override
            public ArrayType type(int id) {
                return variable(id).type();
            }

            @Override
            public float[] numbers(int id) {
                return floats(variable(id));
            }
        });
    }

    /** The native memory that the values take, in bytes. */
    public long bytes() {
        return arena.bytes();
    }

    /** Whether it is closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Frees all values. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            kernels.forget(arena);
            arena.free();
            values.clear();
            instructions.clear();
            origins.clear();
        }
    }

    private Var add(ArrayType type) {
        return add(type, arena.take(type.bytes()), false);
    }

    private Var add(ArrayType type, Place place, boolean fixed) {
        Var variable = new Var(this, values.size(), type);
        values.add(new Held(variable, place, fixed));
        return variable;
    }

    private Held held(Var value) {
        requireOpen();
        if (value.recorder() != this) {
            throw new IllegalArgumentException(value + " belongs to another tape"
                    + (value.recorder() instanceof EagerRecorder other && other.isClosed() ? ", which is closed" : "")
                    + ": what is computed on one tape is unknown to others. Take its numbers, by floats(), and make"
                    + " a constant of them here");
        }
        return values.get(value.id());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "this tape is closed, and the memory of all its values is freed: compute, and"
                            + " read values and gradients, before the end of its try block");
        }
    }
}
