package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A recurrent layer over a whole sequence. Operands: x [batch, time, features], kernel [features, gates · units], recurrent kernel [units,
 * gates · units], bias [biases · units], then each state to begin with [batch, units]. Results: the outputs [batch, time, units], in the
 * order of time whichever end is read first; each state after the last step that was read; if it is noted, the note.
 *
 * <p>The note is what its kernels keep for {@link RecurrenceBackward}. How long it is only they know: a plan gives it its size, and until
 * then its type is {@link #NOTE}.
 *
 * <p>Where x and the kernels are {@linkplain ArrayType#narrow() narrow}, each output is rounded like them before the next step multiplies it; bias, what a cell remembers beside its output, and
 * results are float32, and there is no note.
 *
 * @param cell what happens in each step
 * @param reverse whether the last step is read first
 * @param noted whether the gradient will be asked for
 */
public record Recurrence(RecurrentCell cell, boolean reverse, boolean noted) implements Op {

    /** Stands for the type of a note before a plan knows it. */
    public static final ArrayType NOTE = ArrayType.float32(1);

    /** How many operands are multiplied, beside the states that each step multiplies: x and both kernels. */
    public static final int FACTORS = 3;

    /** Operands before the states. */
    static final int FIRST_STATE = 4;

    /** How many operands it takes. */
    public int operands() {
        return FIRST_STATE + cell.states();
    }

    /** How many results it has beside the note: the outputs and the states. */
    public int results() {
        return 1 + cell.states();
    }

    /** The same with or without a note. */
    public Recurrence noting(boolean other) {
        return new Recurrence(cell, reverse, other);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, operands());
        Operands.factors(this, inputs.subList(0, FACTORS));
        Operands.floats(this, inputs.subList(FACTORS, inputs.size()));
        ArrayType x = inputs.get(0);
        ArrayType recurrent = inputs.get(2);
        Operands.check(this, !noted || !x.narrow(), () -> "keeps no note of " + x);
        Operands.check(this, x.rank() == 3, () -> "reads [batch, time, features], got " + x);
        Operands.check(this, recurrent.rank() == 2, () -> "needs a matrix as recurrent kernel, got " + recurrent);
        int units = recurrent.size(0);
        int columns = cell.gates() * units;
        Operands.same(this, ArrayType.float32(units, columns).withWidth(x.width()), recurrent);
        Operands.same(this, ArrayType.float32(x.size(2), columns).withWidth(x.width()), inputs.get(1));
        Operands.same(this, ArrayType.float32(cell.biases() * units), inputs.get(3));
        ArrayType state = ArrayType.float32(x.size(0), units);
        inputs.subList(FIRST_STATE, inputs.size()).forEach(given -> Operands.same(this, state, given));
        List<ArrayType> results =
                new ArrayList<>(List.of(x.withWidth(NumberWidth.FULL).withSize(2, units)));
        results.addAll(Collections.nCopies(cell.states(), state));
        if (noted) {
            results.add(NOTE);
        }
        return results;
    }

    @Override
    public String title() {
        return label() + " " + cell;
    }
}
