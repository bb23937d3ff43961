package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Print;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lets gradients read what lies inside of some parts of a program from a second computation, which begins when the first of them needs it: what a part made
 * the first time is not kept until then. What a part gives to others in the forward pass is kept, and the second computation begins with it.
 *
 * <p>It is made of the same instructions, so it has the same bits; random numbers follow from the seed. To be applied after all other passes: {@link
 * ShareCommon} would make one computation of the two, and fusion, which goes by who reads what, would change the first.
 *
 * @param parts of the values that lie in one: by the id of the value, the name of the part
 * @param gradients the ids of the values that were recorded for gradients
 */
public record Recompute(Map<Integer, String> parts, Recorded gradients) implements Pass {
    /** Copies the parts. */
    public Recompute {
        parts = Map.copyOf(parts);
    }

    /**
     * The ids of values that a trace recorded one after the other.
     *
     * @param first the first of them
     * @param end the id after the last one: what has that, or a larger one, was made by a pass
     */
    public record Recorded(int first, int end) {
        boolean contains(int id) {
            return id >= first && id < end;
        }
    }

    @Override
    public Program apply(Program program) {
        return parts.isEmpty() ? program : new Rewrite(program).apply();
    }

    private final class Rewrite {
        private final Program program;
        private final List<Instruction> instructions;
        private final List<Value> values;
        /** The instructions that find gradients. */
        private final BitSet backward = new BitSet();
        /** By value: the index of the instruction that makes it, or -1. */
        private final int[] producers;
        /** By instruction: the part that it lies in, null if it is of a gradient or in none. */
        private final @Nullable String[] partOf;
        /** Values that are there when gradients are found, whatever reads them. */
        private final BitSet kept = new BitSet();
        /** By value: the one that holds the same for the gradients. */
        private final Map<Integer, Integer> again = new HashMap<>();

        private final List<Instruction> rewritten = new ArrayList<>();

        Rewrite(Program program) {
            this.program = program;
            this.instructions = program.instructions();
            this.values = new ArrayList<>(program.values());
            this.producers = new int[values.size()];
            this.partOf = new String[instructions.size()];
        }

        Program apply() {
            findBackward();
            findParts();
            findKept();
            for (int index = 0; index < instructions.size(); index++) {
                Instruction instruction = instructions.get(index);
                rewritten.add(backward.get(index) ? readingAgain(instruction) : instruction);
            }
            return new Program(values, rewritten, program.outputs(), program.assignments());
        }

        private void findBackward() {
            BitSet found = new BitSet();
            for (int index = 0; index < instructions.size(); index++) {
                Instruction instruction = instructions.get(index);
                if (instruction.outputs().stream().anyMatch(gradients::contains)
                        || instruction.inputs().stream().anyMatch(found::get)) {
                    instruction.outputs().forEach(found::set);
                    backward.set(index);
                }
            }
        }

        private void findParts() {
            Arrays.fill(producers, -1);
            for (int index = 0; index < instructions.size(); index++) {
                for (int output : instructions.get(index).outputs()) {
                    producers[output] = index;
                }
                partOf[index] = backward.get(index)
                        ? null
                        : parts.get(instructions.get(index).output());
            }
            // What a pass has made lies where it is read: in a part, or among the gradients if only they read it.
            BitSet read = new BitSet();
            program.outputs().forEach(output -> read.set(output.id()));
            program.assignments().values().forEach(read::set);
            for (int index = instructions.size() - 1; index >= 0; index--) {
                boolean made = instructions.get(index).outputs().stream().allMatch(id -> id >= gradients.end());
                if (made && instructions.get(index).outputs().stream().noneMatch(read::get)) {
                    backward.set(index);
                }
                if (!backward.get(index)) {
                    instructions.get(index).inputs().forEach(read::set);
                }
                String part = partOf[index];
                for (int input : instructions.get(index).inputs()) {
                    int producer = producers[input];
                    if (part != null && producer >= 0 && input >= gradients.end() && !backward.get(producer)) {
                        partOf[producer] = part;
                    }
                }
            }
        }

        private void findKept() {
            BitSet constant = new BitSet();
            for (Value value : program.values(Value.Kind.CONSTANT)) {
                constant.set(value.id());
            }
            for (int index = 0; index < instructions.size(); index++) {
                Instruction instruction = instructions.get(index);
                if (instruction.inputs().stream().allMatch(constant::get)) {
                    instruction.outputs().forEach(constant::set);
                }
                for (int input : instruction.inputs()) {
                    if (!backward.get(index) && !isIn(partOf[index], input)) {
                        kept.set(input);
                    }
                }
            }
            // A plan computes them once for all runs.
            kept.or(constant);
            program.outputs().forEach(output -> kept.set(output.id()));
            program.assignments().values().forEach(kept::set);
        }

        private boolean isIn(@Nullable String part, int value) {
            int producer = producers[value];
            return producer >= 0 && part != null && part.equals(partOf[producer]);
        }

        private boolean isRecomputed(int value) {
            int producer = producers[value];
            return producer >= 0 && partOf[producer] != null && !kept.get(value);
        }

        /** An instruction of a gradient, after the instructions that compute again what it reads. */
        private Instruction readingAgain(Instruction reader) {
            for (int index : due(reader.inputs())) {
                Instruction first = instructions.get(index);
                if (first.op() instanceof Print) {
                    // Printed once.
                    again.put(first.output(), current(first.inputs().get(0)));
                } else {
                    rewritten.add(copy(first));
                }
            }
            return new Instruction(reader.op(), current(reader.inputs()), reader.outputs());
        }

        /** The instructions that have to be run again for some values, and were not yet, in order. */
        private SortedSet<Integer> due(List<Integer> read) {
            TreeSet<Integer> due = new TreeSet<>();
            ArrayDeque<Integer> open = new ArrayDeque<>(read);
            while (!open.isEmpty()) {
                int value = open.removeLast();
                if (isRecomputed(value) && !again.containsKey(value) && due.add(producers[value])) {
                    open.addAll(instructions.get(producers[value]).inputs());
                }
            }
            return due;
        }

        private Instruction copy(Instruction first) {
            List<Integer> inputs = current(first.inputs());
            List<Integer> outputs = new ArrayList<>();
            for (int output : first.outputs()) {
                Value value = values.get(output);
                outputs.add(values.size());
                again.put(output, values.size());
                values.add(Value.temporary(values.size(), value.type()));
            }
            return new Instruction(first.op(), inputs, outputs);
        }

        private int current(int value) {
            return again.getOrDefault(value, value);
        }

        private List<Integer> current(List<Integer> ids) {
            return ids.stream().map(this::current).toList();
        }
    }
}
