package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes sure that every bound output and every assignment ends in a temporary that it need not share: copies are added at
 * the end where a result is a view, comes from outside, or is bound twice.
 */
final class OwnResults {

    private OwnResults() {}

    static Program apply(Program program, Bindings bindings) {
        Aliases aliases = new Aliases(program);
        List<Value> values = new ArrayList<>(program.values());
        List<Instruction> instructions = new ArrayList<>(program.instructions());
        Map<Integer, Integer> assignments = new LinkedHashMap<>();
        List<Program.Output> outputs = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        program.assignments().forEach((weight, id) -> {
            boolean free = program.value(aliases.root(id)).kind() == Value.Kind.TEMPORARY
                    && aliases.isWhole(id)
                    && taken.add(aliases.root(id));
            assignments.put(weight, free ? id : copy(id, values, instructions));
        });
        Map<Integer, Integer> held = new HashMap<>();
        for (Program.Output output : program.outputs()) {
            Integer known = held.get(output.recorded());
            if (known == null) {
                int id = output.id();
                Value root = program.value(aliases.root(id));
                boolean free;
                if (bindings.output(output.recorded()).isPresent()) {
                    free = root.kind() == Value.Kind.TEMPORARY && aliases.isWhole(id) && taken.add(root.id());
                } else {
                    // The caller may read the output when the weight has its new value already.
                    free = !program.assignments().containsKey(root.id());
                }
                known = free ? id : copy(id, values, instructions);
                held.put(output.recorded(), known);
            }
            outputs.add(output.in(known));
        }
        return new Program(values, instructions, outputs, assignments);
    }

    private static int copy(int id, List<Value> values, List<Instruction> instructions) {
        Value copy = Value.temporary(values.size(), values.get(id).type());
        values.add(copy);
        instructions.add(new Instruction(new Copy(), List.of(id), List.of(copy.id())));
        return copy.id();
    }
}
