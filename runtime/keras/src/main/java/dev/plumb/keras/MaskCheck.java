package dev.plumb.keras;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.keras.model.ModelDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is masked in Keras is masked here, and the other way round: else both would compute something else, and nobody would see it. */
final class MaskCheck {
    private MaskCheck() {}

    /** Where masks differ, in words. */
    static List<String> refusals(ModelDescription description, Graph graph) {
        List<String> refused = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        for (ModelDescription.MaskedInput input : description.masked()) {
            graph.nodes().stream()
                    .filter(node -> node.name().equals(input.layer()))
                    .filter(node -> !node.inputTypes().get(input.input()).masked())
                    .filter(node -> missing.add(node.name()))
                    .forEach(node -> refused.add(
                            input.title() + ": Keras gives it a mask which no layer before it passes on here"));
        }
        for (Map.Entry<String, String> function : new TreeMap<>(description.functions()).entrySet()) {
            if (isMaskRead(graph, function.getKey())) {
                refused.add(function.getValue()
                        + ": it is a function of keras.ops and drops the mask of what it is called on, which"
                        + " the layer for it here passes on to layers that read it: use a layer in its place"
                        + " (Rescaling, Add, Activation …), or no mask");
            }
        }
        return refused;
    }

    /** Whether a layer, or what is computed of an output, reads a mask that a layer passes on. */
    private static boolean isMaskRead(Graph graph, String from) {
        Set<String> passing = new HashSet<>(Set.of(from));
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                if (passing.contains(node.inputs().get(i).source())
                        && node.inputTypes().get(i).masked()) {
                    if (node.spec().usesMask()) {
                        return true;
                    }
                    passing.add(node.name());
                }
            }
        }
        return graph.outputs().stream()
                .anyMatch(output -> passing.contains(output.wire().source())
                        && output.type().masked());
    }
}
