package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Loop} does in each step: instructions over values of its own. The first values are the states as the step finds them, then
 * what it reads of the stacked operands.
 *
 * @param types of all values, by their ids
 * @param states how many there are
 * @param slices how many stacked operands there are
 * @param captured ids of what comes from outside and is the same in each step
 * @param constants the elements of constants, by their ids
 * @param instructions each after those whose results it reads
 * @param next ids of the states that the step leaves
 * @param stacked ids of what is kept of each step
 */
public record LoopBody(
        List<ArrayType> types,
        int states,
        int slices,
        List<Integer> captured,
        Map<Integer, Literal> constants,
        List<Instruction> instructions,
        List<Integer> next,
        List<Integer> stacked) {

    /** Copies the collections. Throws {@link IllegalArgumentException} if a state would change its type. */
    public LoopBody {
        types = List.copyOf(types);
        captured = List.copyOf(captured);
        constants = Map.copyOf(constants);
        instructions = List.copyOf(instructions);
        next = List.copyOf(next);
        stacked = List.copyOf(stacked);
        if (next.size() != states) {
            throw new IllegalArgumentException("a step with " + states + " states leaves " + next.size());
        }
        for (int state = 0; state < states; state++) {
            ArrayType after = types.get(next.get(state));
            if (!after.equals(types.get(state))) {
                throw new IllegalArgumentException(
                        "state " + state + " is " + types.get(state) + " and cannot become " + after);
            }
        }
    }

    /** The type of a value. */
    public ArrayType type(int id) {
        return types.get(id);
    }

    /** Whether a value is a state as the step finds it. */
    public boolean isState(int id) {
        return id < states;
    }

    /** Whether a value is read of a stacked operand. */
    public boolean isSlice(int id) {
        return id >= states && id < states + slices;
    }

    /** How many operands the loop has. */
    public int operands() {
        return states + slices + captured.size();
    }

    /** The value of an operand in each step. */
    public int operand(int index) {
        return index < states + slices ? index : captured.get(index - states - slices);
    }

    /** The same, with other things kept of each step. */
    public LoopBody stacking(List<Integer> others) {
        return new LoopBody(types, states, slices, captured, constants, instructions, next, others);
    }

    /** The same, with these kept, too, where they are not yet. */
    public LoopBody stackingToo(List<Integer> more) {
        List<Integer> all = new ArrayList<>(stacked);
        for (int id : more) {
            if (!all.contains(id)) {
                all.add(id);
            }
        }
        return stacking(all);
    }
}
