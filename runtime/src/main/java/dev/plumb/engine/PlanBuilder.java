package dev.plumb.engine;

import java.util.List;
import java.util.Map;

/** Prepares a plan. */
final class PlanBuilder {

    private final Program program;

    PlanBuilder(Program program, Bindings bindings) {
        this.program = program;
        bindings.weight("");
    }

    Plan build() {
        if (!program.instructions().isEmpty()) {
            throw new UnsupportedOperationException("no kernels yet");
        }
        return new Plan(program, Map.of(), List.of(), List.of(), 0);
    }
}
