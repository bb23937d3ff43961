package dev.plumb.onnx.write;

import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Writes instructions, one after the other. */
final class StepWriter {
    private StepWriter() {}

    /**
     * Writes the nodes of all instructions.
     *
     * @param names of the values that are there; those of the results are added
     * @param constants writes a constant, by its id, where it is read first
     * @param left ids of values that somebody reads afterwards
     * @param layer of a value, by its id
     */
    static void write(
            Steps steps,
            Map<Integer, String> names,
            Function<Integer, String> constants,
            List<Integer> left,
            Scope scope,
            OpTable table,
            IntFunction<String> layer) {
        Set<Integer> read = new HashSet<>(left);
        for (int index = 0; index < steps.count(); index++) {
            read.addAll(steps.instruction(index).inputs());
        }
        for (int index = 0; index < steps.count(); index++) {
            Instruction instruction = steps.instruction(index);
            scope.entering(layer.apply(instruction.output()));
            List<String> results = table.write(call(steps, index, names, constants, read, scope, table));
            for (int result = 0; result < results.size(); result++) {
                int id = instruction.outputs().get(result);
                if (!results.get(result).isEmpty()) {
                    names.put(id, results.get(result));
                    scope.sizes().learn(results.get(result), steps.shape(id));
                }
            }
        }
        left.forEach(id -> names.computeIfAbsent(id, constants));
    }

    private static Call<Op> call(
            Steps steps,
            int index,
            Map<Integer, String> names,
            Function<Integer, String> constants,
            Set<Integer> read,
            Scope scope,
            OpTable table) {
        Instruction instruction = steps.instruction(index);
        List<String> inputs = instruction.inputs().stream()
                .map(id -> names.computeIfAbsent(id, constants))
                .toList();
        return new Call<>(
                steps.ops(index),
                inputs,
                instruction.inputs().stream().map(steps::shape).toList(),
                instruction.inputs().stream().map(steps::dtype).toList(),
                instruction.outputs().stream().map(steps::shape).toList(),
                instruction.outputs().stream().map(read::contains).toList(),
                scope,
                table);
    }
}
