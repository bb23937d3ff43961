package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer's rule over flat arrays. All are assigned but the gradients.
 *
 * @param slots the optimizer's state by its names
 * @param scalars inputs, in the order of the optimizer
 */
record UpdateProgram(Program program, Var weights, Var gradients, Map<String, Var> slots, List<Var> scalars) {

    static UpdateProgram of(Optimizer optimizer, int elements) {
        Trace trace = new Trace();
        ArrayType flat = ArrayType.float32(elements);
        Var weights = trace.weight("weights", flat);
        Var gradients = trace.weight("gradients", flat);
        Map<String, Var> slots = new LinkedHashMap<>();
        optimizer.slots().forEach(slot -> slots.put(slot, trace.weight(slot, flat)));
        Map<String, Var> scalars = new LinkedHashMap<>();
        optimizer.scalars().forEach(scalar -> scalars.put(scalar, trace.input(scalar, ArrayType.float32())));
        Optimizer.Update update = optimizer.update(new Optimizer.State(weights, gradients, slots, scalars));
        update.slots().forEach((slot, value) -> trace.assign(slots.get(slot), value));
        trace.assign(weights, update.weights());
        return new UpdateProgram(
                Passes.optimize(trace.finish()), weights, gradients, slots, List.copyOf(scalars.values()));
    }
}
