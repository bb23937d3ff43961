package dev.plumb.compile;

import dev.plumb.engine.Trace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Copy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stateful layer keeps of each example, in a program.
 *
 * @param before an input: as the batch before left it
 * @param after an output: after this batch
 */
record CarriedState(Var before, Var after) {

    /** The same with outputs of a trace that nothing else is, by paths. */
    static Map<String, CarriedState> outputs(Trace trace, Map<String, CarriedState> carried) {
        Map<String, CarriedState> shown = new LinkedHashMap<>();
        carried.forEach((path, state) -> {
            Var after = state.after().apply(new Copy());
            trace.output("after this batch " + path, after);
            shown.put(path, new CarriedState(state.before(), after));
        });
        return shown;
    }
}
