package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Instruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether two calls of the same code have recorded the same, and where they parted. */
final class TracedDifference {
    private final TracingTape tape;
    private final Program program;
    private final Map<Integer, Instruction> made = new HashMap<>();

    private TracedDifference(TracingTape tape) {
        this.tape = tape;
        this.program = tape.program();
        program.instructions().forEach(instruction -> instruction.outputs().forEach(id -> made.put(id, instruction)));
    }

    /**
     * The first thing that the calls do not have in common, a line for each of them; empty if they have all in common.
     *
     * @param firstOutputs what the first call gave
     */
    static Optional<String> between(
            TracingTape first, List<Var> firstOutputs, TracingTape second, List<Var> secondOutputs) {
        TracedDifference one = new TracedDifference(first);
        TracedDifference two = new TracedDifference(second);
        int values = Math.max(one.count(), two.count());
        for (int id = 0; id < values; id++) {
            if (id >= one.count() || id >= two.count() || !one.value(id).sameAs(two.value(id))) {
                return Optional.of(one.apart(id, two));
            }
        }
        List<Integer> given = firstOutputs.stream().map(Var::id).toList();
        List<Integer> then = secondOutputs.stream().map(Var::id).toList();
        return given.equals(then) ? Optional.empty() : Optional.of(said(one.outputs(given), two.outputs(then)));
    }

    private String apart(int id, TracedDifference other) {
        String here = text(id);
        String there = other.text(id);
        if (!here.equals(there) || !made.containsKey(id) || !other.made.containsKey(id)) {
            return said(here, there);
        }
        return said(here + operands(id), there + other.operands(id));
    }

    /** What tells two ops of one name and one line apart. */
    private String operands(int id) {
        Instruction instruction = made.get(id);
        List<String> texts = instruction.inputs().stream()
                .map(input -> value(input).describe())
                .toList();
        return ": " + instruction.op() + " of " + String.join(" and ", texts);
    }

    private static String said(String first, String second) {
        return "\n  first   " + first + "\n  then    " + second;
    }

    private int count() {
        return program.values().size();
    }

    private TracedValue value(int id) {
        return new TracedValue(program.value(id), Optional.ofNullable(made.get(id)), tape.weight(id), tape.origin(id));
    }

    private String text(int id) {
        return id < count() ? value(id).describe() : "nothing more";
    }

    private String outputs(List<Integer> ids) {
        List<String> texts = ids.stream().map(id -> value(id).describe()).toList();
        return "the output is " + String.join(" and ", texts);
    }
}
