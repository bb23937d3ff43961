package dev.plumb.compile;

import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Recompute;
import dev.plumb.ops.op.Instruction;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layers have made the values of a step.
 *
 * @param paths of the layers, by the ids of the values that their code has made
 * @param gradients what was recorded for gradients
 */
record StepLayers(Map<Integer, String> paths, Recompute.Recorded gradients) {
    /** Where there are no gradients. */
    static final StepLayers NONE = new StepLayers(Map.of(), new Recompute.Recorded(0, 0));

    /**
     * The layers of a trace.
     *
     * @param firstGradient the number of its values before gradients were taken
     */
    static StepLayers of(Trace trace, int firstGradient) {
        Map<Integer, String> paths = new HashMap<>();
        List<Instruction> instructions = trace.instructions();
        for (int index = 0; index < instructions.size(); index++) {
            String layer = trace.origins().of(index).layer();
            if (!layer.isEmpty()) {
                instructions.get(index).outputs().forEach(id -> paths.put(id, layer));
            }
        }
        return new StepLayers(paths, new Recompute.Recorded(firstGradient, trace.size()));
    }

    /**
     * The pass that computes parts again.
     *
     * @param parts paths of layers, or of what layers lie in; of those that lie in one another the outer one counts
     */
    Recompute recomputing(Collection<String> parts) {
        Map<Integer, String> lying = new HashMap<>();
        paths.forEach((id, path) -> parts.stream()
                .filter(part -> path.equals(part) || path.startsWith(part + "/"))
                .min(Comparator.comparingInt(String::length))
                .ifPresent(part -> lying.put(id, part)));
        return new Recompute(lying, gradients);
    }
}
