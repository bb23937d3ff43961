package dev.plumb.engine.pass;

import dev.plumb.ops.op.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Instructions in the making, some of which a later one replaces. */
final class Rewriting {

    private final List<@Nullable Instruction> instructions = new ArrayList<>();
    /** By result: where the instruction that makes it lies, for those that may be replaced. */
    private final Map<Integer, Integer> producers = new HashMap<>();

    void add(Instruction instruction, boolean replaceable) {
        if (replaceable) {
            producers.put(instruction.output(), instructions.size());
        }
        instructions.add(instruction);
    }

    /** The replaceable instruction that makes a value, or null. */
    @Nullable
    Instruction producer(int value) {
        Integer index = producers.get(value);
        return index == null ? null : instructions.get(index);
    }

    /** Takes the instruction that makes a value out. */
    void remove(int value) {
        Integer index = producers.remove(value);
        if (index != null) {
            instructions.set(index, null);
        }
    }

    List<Instruction> finish() {
        List<Instruction> kept = new ArrayList<>(instructions.size());
        for (Instruction instruction : instructions) {
            if (instruction != null) {
                kept.add(instruction);
            }
        }
        return kept;
    }
}
