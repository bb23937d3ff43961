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
 * @param outputs name to value id
 * @param assignments weight id to the id of its new value; takes effect at the end of a run
 */
public record Program(
        List<Value> values,
        List<Instruction> instructions,
        Map<String, Integer> outputs,
        Map<Integer, Integer> assignments) {

    /** Copies the collections; the maps keep their order. */
    public Program {
        values = List.copyOf(values);
        instructions = List.copyOf(instructions);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    }

    /** A value by its id. */
    public Value value(int id) {
        return values.get(id);
    }

    /** Types of several values. */
    public List<ArrayType> types(List<Integer> ids) {
        return ids.stream().map(id -> values.get(id).type()).toList();
    }

    /**
     * The input of this name.
     *
     * @throws NoSuchElementException if there is none; the text lists those there are
     */
    public Value input(String name) {
        return named(name, Value.Kind.INPUT);
    }

    /**
     * The weight of this name.
     *
     * @throws NoSuchElementException if there is none; the text lists those there are
     */
    public Value weight(String name) {
        return named(name, Value.Kind.WEIGHT);
    }

    /**
     * The output of this name.
     *
     * @throws NoSuchElementException if there is none; the text lists those there are
     */
    public Value output(String name) {
        Integer id = outputs.get(name);
        if (id == null) {
            throw new NoSuchElementException("no output \"" + name + "\"; there are " + outputs.keySet());
        }
        return values.get(id);
    }

    /** The values of one kind in order of their ids. */
    public List<Value> values(Value.Kind kind) {
        return values.stream().filter(value -> value.kind() == kind).toList();
    }

    /** The same with other instructions. */
    public Program withInstructions(List<Instruction> newInstructions) {
        return new Program(values, newInstructions, outputs, assignments);
    }

    private Value named(String name, Value.Kind kind) {
        for (Value value : values) {
            if (value.kind() == kind && value.name().equals(name)) {
                return value;
            }
        }
        throw new NoSuchElementException("no " + kind.name().toLowerCase(java.util.Locale.ROOT) + " \"" + name
                + "\"; there are " + values(kind).stream().map(Value::name).toList());
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
        outputs.forEach(
                (name, id) -> text.append(name).append(" -> %").append(id).append('\n'));
        assignments.forEach((weight, id) ->
                text.append(values.get(weight)).append(" <- %").append(id).append('\n'));
        return text.toString();
    }
}
