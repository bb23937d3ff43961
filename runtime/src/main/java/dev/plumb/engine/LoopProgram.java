package dev.plumb.engine;

import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a loop as a program of its own: states and what it reads of stacked operands are inputs, what it captures are weights, new states and what is
 * kept of it are outputs. Ids are those of the body.
 */
public final class LoopProgram {
    private LoopProgram() {}

    /** The program of a step. What is kept of the states as the step finds them is no output: it lies there before the step. */
    public static Program of(LoopBody body) {
        List<Value> values = new ArrayList<>();
        for (int id = 0; id < body.types().size(); id++) {
            values.add(value(body, id));
        }
        List<Program.Output> outputs = new ArrayList<>();
        body.next().forEach(id -> outputs.add(new Program.Output("next %" + id, id, id)));
        for (int id : body.stacked()) {
            if (!body.isState(id)) {
                outputs.add(new Program.Output("kept %" + id, id, id));
            }
        }
        return new Program(values, body.instructions(), outputs, Map.of());
    }

    private static Value value(LoopBody body, int id) {
        if (body.isState(id)) {
            return new Value(id, body.type(id), Value.Kind.INPUT, "state " + id, null);
        } else if (body.isSlice(id)) {
            return new Value(id, body.type(id), Value.Kind.INPUT, "slice " + (id - body.states()), null);
        } else if (body.captured().contains(id)) {
            return new Value(id, body.type(id), Value.Kind.WEIGHT, "captured %" + id, null);
        } else if (body.constants().containsKey(id)) {
            return new Value(
                    id, body.type(id), Value.Kind.CONSTANT, "", body.constants().get(id));
        }
        return Value.temporary(id, body.type(id));
    }

    /** The body of a program that passes have made of {@link #of that of a body}. */
    public static LoopBody body(LoopBody before, Program program) {
        Map<Integer, Integer> places = new HashMap<>();
        program.outputs().forEach(output -> places.put(output.recorded(), output.id()));
        return new LoopBody(
                program.values().stream().map(Value::type).toList(),
                before.states(),
                before.slices(),
                before.captured(),
                before.constants(),
                program.instructions(),
                in(places, before.next()),
                in(places, before.stacked()));
    }

    private static List<Integer> in(Map<Integer, Integer> places, List<Integer> ids) {
        return ids.stream().map(id -> places.getOrDefault(id, id)).toList();
    }
}
