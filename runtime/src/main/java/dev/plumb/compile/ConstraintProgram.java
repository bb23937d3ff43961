package dev.plumb.compile;

import dev.plumb.dsl.ConstraintKind;
import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.train.Constraints;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What holds for weights after each update; without instructions if nothing does.
 *
 * @param weights those that are constrained, by path
 */
record ConstraintProgram(Program program, Map<String, Var> weights) {

    static ConstraintProgram of(WeightStore store, Trainability trainability) {
        Trace trace = new Trace();
        Map<String, Var> weights = new LinkedHashMap<>();
        for (WeightStore.Entry entry : store.entries()) {
            if (trainability.trains(entry) && entry.weight().constraint().value() != ConstraintKind.NONE) {
                Var weight = trace.weight(entry.path(), entry.type());
                weights.put(entry.path(), weight);
                trace.assign(weight, Constraints.enforced(entry.weight().constraint(), weight));
            }
        }
        return new ConstraintProgram(Passes.optimize(trace.finish()), weights);
    }
}
