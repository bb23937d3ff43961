package dev.plumb.graph.check;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A mask ends at a layer that uses it, or at an output. */
final class MaskLint {
    private static final String HELP =
            "end the mask in a layer that uses it (GlobalAveragePooling1D, a recurrent layer), or make none if padding may count";

    private static final String CODE_HELP =
            "pass the mask on by supportsMasking = true in the @Layer; if the code uses it itself, or padding may count, say @SuppressWarnings(\"plumb/mask-dropped\")";

    private MaskLint() {}

    static List<Lint.Finding> findings(Graph graph) {
        List<Lint.Finding> findings = new ArrayList<>();
        Map<String, Node> makers = new HashMap<>();
        for (Node node : graph.nodes()) {
            boolean keeps = node.outputTypes().stream().anyMatch(TensorType::masked);
            int masked = firstInput(node, true);
            if (keeps) {
                makers.put(node.name(), masked < 0 ? node : maker(node, masked, makers));
            } else if (masked >= 0 && !node.spec().usesMask()) {
                findings.add(dropped(node, masked, maker(node, masked, makers)));
            }
        }
        return findings;
    }

    private static Node maker(Node node, int masked, Map<String, Node> makers) {
        Node maker = makers.get(node.inputs().get(masked).source());
        if (maker == null) {
            throw new IllegalStateException(
                    "nothing makes the mask of '" + node.inputs().get(masked) + "'");
        }
        return maker;
    }

    private static Lint.Finding dropped(Node node, int masked, Node maker) {
        int unmasked = firstInput(node, false);
        boolean wantsAll = unmasked >= 0 && keepsIfAllAreMasked(node);
        String reason = wantsAll
                ? "its input '" + node.inputs().get(unmasked) + "' has none, so the result has none"
                : "padding counts like data from here on";
        String help = wantsAll
                ? "mask '" + node.inputs().get(unmasked) + "' as well, or make no mask if padding may count"
                : DeclaredWeights.code(node).isPresent() ? CODE_HELP : HELP;
        return Lint.Finding.of(
                        ProblemId.MASK_DROPPED,
                        new Place.Source(node.name(), wantsAll ? unmasked : masked),
                        ProblemId.MASK_DROPPED.headline(node.title(), maker.title(), reason),
                        List.of(maker, node))
                .withHelp(help);
    }

    /** As merging layers do: then it is not the layer that drops the mask, but the input that has none. */
    private static boolean keepsIfAllAreMasked(Node node) {
        List<TensorType> masked =
                node.inputTypes().stream().map(type -> type.withMask(true)).toList();
        return node.spec().infer(masked) instanceof Inference.Types types
                && types.outputs().stream().anyMatch(TensorType::masked);
    }

    private static int firstInput(Node node, boolean masked) {
        for (int i = 0; i < node.inputTypes().size(); i++) {
            if (node.inputTypes().get(i).masked() == masked) {
                return i;
            }
        }
        return -1;
    }
}
