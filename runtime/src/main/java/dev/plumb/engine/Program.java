package dev.plumb.engine;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Instructions in order, with the values they read and make. Immutable.
 *
 * @param values by id
 * @param instructions each after those whose results it reads
 * @param outputs what can be read after a run
 * @param assignments weight id to the id of its new value; takes effect at the end of a run
 */
public record Program(
        List<Value> values, List<Instruction> instructions, List<Output> outputs, Map<Integer, Integer> assignments) {

    /**
     * A value that can be read after a run.
     *
     * @param label for listings
     * @param recorded the id of the variable that was recorded
     * @param id the value that holds it: another one if a pass found that two are equal
     */
    public record Output(String label, int recorded, int id) {
        /** The same, held by another value. */
        public Output in(int other) {
            return new Output(label, recorded, other);
        }
    }

    /** Copies the collections; the map keeps its order. */
    public Program {
        values = List.copyOf(values);
        instructions = List.copyOf(instructions);
        outputs = List.copyOf(outputs);
        assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    }

    /** A value by its id. */
    public Value value(int id) {
        return values.get(id);
    }

    /** Types of several values. */
    public List<ArrayType> types(List<Integer> ids) {
        List<ArrayType> types = new ArrayList<>(ids.size());
        for (int id : ids) {
            types.add(values.get(id).type());
        }
        return types;
    }

    /**
     * The value that holds an output.
     *
     * @param recorded the id of the variable that was recorded
     * @throws NoSuchElementException if it is none: its memory holds other things in the course of a run
     */
    public Value output(int recorded) {
        for (Output output : outputs) {
            if (output.recorded() == recorded) {
                return values.get(output.id());
            }
        }
        throw new NoSuchElementException(values.get(recorded) + " is no output of the program");
    }

    /** The values of one kind in order of their ids. */
    public List<Value> values(Value.Kind kind) {
        return values.stream().filter(value -> value.kind() == kind).toList();
    }

    /** The same with other instructions. */
    public Program withInstructions(List<Instruction> newInstructions) {
        return new Program(values, newInstructions, outputs, assignments);
    }

    /** One line per value that comes from outside and per instruction. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Value value : values) {
            if (value.kind() != Value.Kind.TEMPORARY) {
                text.append(value)
                        .append(": ")
                        .append(value.type())
                        .append(' ')
                        .append(value.kind().name().toLowerCase(java.util.Locale.ROOT))
                        .append('\n');
            }
        }
        for (Instruction instruction : instructions) {
            List<String> results = new ArrayList<>();
            for (int id : instruction.outputs()) {
                results.add("%" + id + ": " + values.get(id).type());
            }
            text.append(String.join(", ", results))
                    .append(" = ")
                    .append(instruction.op())
                    .append(instruction.inputs().stream().map(id -> "%" + id).toList())
                    .append('\n');
        }
        for (Output output : outputs) {
            text.append(output.label()).append(" -> %").append(output.id()).append('\n');
        }
        assignments.forEach((weight, id) ->
                text.append(values.get(weight)).append(" <- %").append(id).append('\n'));
        return text.toString();
    }
}
