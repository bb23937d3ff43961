package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes equal things once: the same op on the same operands, the same constant. */
public record ShareCommon() implements Pass {

    @Override
    public Program apply(Program program) {
        Map<Integer, Integer> replacements = sharedConstants(program);
        // Ops are compared where kind and operands agree, which they seldom do: the JVM makes the comparison of a
        // record when it is asked first, which takes long.
        Map<List<Object>, List<Instruction>> known = new HashMap<>();
        List<Instruction> kept = new ArrayList<>();
        for (Instruction instruction : program.instructions()) {
            List<Integer> inputs = replace(instruction.inputs(), replacements);
            Instruction current = inputs.equals(instruction.inputs())
                    ? instruction
                    : new Instruction(instruction.op(), inputs, instruction.outputs());
            List<Instruction> alike =
                    known.computeIfAbsent(List.of(current.op().getClass(), inputs), key -> new ArrayList<>(1));
            Instruction earlier = equal(alike, current.op());
            if (earlier == null) {
                alike.add(current);
                kept.add(current);
                continue;
            }
            for (int index = 0; index < instruction.outputs().size(); index++) {
                replacements.put(
                        instruction.outputs().get(index), earlier.outputs().get(index));
            }
        }
        List<Program.Output> outputs = new ArrayList<>();
        for (Program.Output output : program.outputs()) {
            outputs.add(output.in(replacements.getOrDefault(output.id(), output.id())));
        }
        Map<Integer, Integer> assignments = new LinkedHashMap<>();
        for (Map.Entry<Integer, Integer> assignment : program.assignments().entrySet()) {
            int id = assignment.getValue();
            assignments.put(assignment.getKey(), replacements.getOrDefault(id, id));
        }
        return new Program(program.values(), kept, outputs, assignments);
    }

    private static @Nullable Instruction equal(List<Instruction> alike, Op op) {
        for (Instruction instruction : alike) {
            if (instruction.op().equals(op)) {
                return instruction;
            }
        }
        return null;
    }

    private static Map<Integer, Integer> sharedConstants(Program program) {
        Map<Integer, Integer> replacements = new HashMap<>();
        Map<List<Object>, Integer> known = new HashMap<>();
        for (Value value : program.values(Value.Kind.CONSTANT)) {
            if (value.literal() != null) {
                Integer earlier = known.putIfAbsent(List.of(value.type(), value.literal()), value.id());
                if (earlier != null) {
                    replacements.put(value.id(), earlier);
                }
            }
        }
        return replacements;
    }

    private static List<Integer> replace(List<Integer> ids, Map<Integer, Integer> replacements) {
        for (int id : ids) {
            if (replacements.containsKey(id)) {
                return ids.stream()
                        .map(other -> replacements.getOrDefault(other, other))
                        .toList();
            }
        }
        return ids;
    }
}
