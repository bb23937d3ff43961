package dev.plumb.layer;

import dev.plumb.engine.Trace;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a recurrent layer has read, as outputs of a trace. */
final class ReadingResults {
    private ReadingResults() {}

    /** Its outputs, and so many of its states. */
    static Map<String, Var> show(Trace trace, Reading reading, int states) {
        Map<String, Var> made = new LinkedHashMap<>();
        made.put("sequence", reading.sequence());
        made.put("reversed sequence", reading.reversedSequence());
        made.put("last", reading.last());
        for (int i = 0; i < states; i++) {
            made.put("state " + i, reading.states().get(i));
        }
        made.forEach(trace::output);
        return made;
    }

    /** The gradients of a sum of all that was made, each number by a weight of its own, for weights and inputs. */
    static void differentiate(
            Trace trace, SequenceSpec spec, TracedContext context, List<Var> inputs, Map<String, Var> made) {
        Var total = trace.constant(0);
        Random random = new Random(9);
        for (Var value : made.values()) {
            float[] upstream = new float[value.type().elements()];
            for (int i = 0; i < upstream.length; i++) {
                upstream[i] = (float) random.nextGaussian();
            }
            total = total.plus(
                    value.times(trace.constant(upstream).reshape(value.shape())).sum());
        }
        Map<String, Var> wanted = new LinkedHashMap<>(context.weights());
        for (int i = 0; i < inputs.size(); i++) {
            wanted.put(i == 0 ? "x" : spec.stateNames().get(i - 1), inputs.get(i));
        }
        List<String> names = List.copyOf(wanted.keySet());
        List<Var> gradients = Gradients.of(total, List.copyOf(wanted.values()));
        for (int i = 0; i < names.size(); i++) {
            trace.output("gradient of " + names.get(i), gradients.get(i));
        }
    }
}
