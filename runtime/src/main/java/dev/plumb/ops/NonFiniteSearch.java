package dev.plumb.ops;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Recurrence;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes back from numbers that are not finite to the op that made them. */
public final class NonFiniteSearch {
    private final List<Instruction> instructions;
    private final Origins origins;
    private final Values values;
    /** What kernels keep for themselves is no number of anybody's. */
    private final BitSet notes = new BitSet();

    private final Map<Integer, NonFinite.Numbers> known = new HashMap<>();

    /** What was computed. */
    public interface Values {
        ArrayType type(int id);

        /** The numbers of a value of float32. */
        float[] numbers(int id);
    }

    /** In what was recorded. */
    public NonFiniteSearch(List<Instruction> instructions, Origins origins, Values values) {
        this.instructions = List.copyOf(instructions);
        this.origins = origins;
        this.values = values;
        for (Instruction instruction : instructions) {
            if (instruction.op() instanceof Recurrence recurrence && recurrence.noted()) {
                notes.set(instruction.outputs().get(recurrence.results()));
            }
        }
    }

    /** Whether all numbers of a value are finite. */
    public boolean isFinite(int id) {
        return numbers(id).isFinite();
    }

    /**
     * The first op on the way to a value that made numbers that are not finite of some that are. None if the value is finite, or follows from a value
     * that is not and was made by no op: then {@link #given} tells that.
     */
    public Optional<NonFinite> first(int value) {
        BitSet tainted = tainted(value);
        for (int index = 0; index < instructions.size(); index++) {
            Instruction instruction = instructions.get(index);
            Optional<Integer> made =
                    instruction.outputs().stream().filter(tainted::get).findFirst();
            if (made.isPresent() && instruction.inputs().stream().allMatch(this::isFinite)) {
                return Optional.of(found(index, made.get()));
            }
        }
        return Optional.empty();
    }

    /** A value that no op made, that is not finite, and that leads to one that is not. */
    public Optional<Integer> given(int value) {
        BitSet tainted = tainted(value);
        instructions.forEach(instruction -> instruction.outputs().forEach(tainted::clear));
        return tainted.stream().boxed().findFirst();
    }

    /** All values that are not finite on the way to this one, through such alone. */
    private BitSet tainted(int value) {
        BitSet tainted = new BitSet();
        if (!isFinite(value)) {
            tainted.set(value);
        }
        for (int index = instructions.size() - 1; index >= 0; index--) {
            Instruction instruction = instructions.get(index);
            if (instruction.outputs().stream().anyMatch(tainted::get)) {
                instruction.inputs().stream().filter(id -> !isFinite(id)).forEach(tainted::set);
            }
        }
        return tainted;
    }

    private NonFinite found(int index, int made) {
        Instruction instruction = instructions.get(index);
        Origin origin = origins.of(index);
        return new NonFinite(
                instruction.op(),
                instruction.inputs().stream().map(this::numbers).toList(),
                numbers(made),
                origin,
                Optional.of(origin.gradientOf())
                        .filter(forward -> forward >= 0)
                        .map(forward ->
                                new NonFinite.Forward(instructions.get(forward).op(), origins.of(forward))));
    }

    private NonFinite.Numbers numbers(int id) {
        return known.computeIfAbsent(id, key -> {
            ArrayType type = values.type(key);
            boolean readable = type.dtype() == DType.FLOAT32 && !notes.get(key);
            float[] numbers = readable ? values.numbers(key) : new float[0];
            return NonFinite.Numbers.of(type.toString(), numbers);
        });
    }
}
