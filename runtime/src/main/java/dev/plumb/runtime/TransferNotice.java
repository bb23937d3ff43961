package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.weights.Trainability;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers that a part of a network took weights from another model, and says once that nothing keeps them: layers that start at random have
 * large gradients at first, which destroy what the others have learnt.
 */
final class TransferNotice {
    /** How many layers a message names. */
    private static final int SHOWN = 3;

    private int taken;
    private List<String> fresh = List.of();

    /** Notes what was taken. */
    synchronized void took(MatchReport report, Graph graph) {
        Set<String> matched = new HashSet<>();
        report.matched().forEach(match -> matched.add(match.layer()));
        taken = matched.size();
        fresh = graph.nodes().stream()
                .filter(node -> node.weights().stream().anyMatch(Weight::trainable))
                .map(Node::name)
                .filter(name -> !matched.contains(name))
                .toList();
    }

    /** Says it, unless something is frozen or slower; never twice. */
    synchronized void beforeFit(Graph graph, Trainability trainability, boolean wanted) {
        if (fresh.isEmpty()) {
            return;
        }
        if (wanted && trainability.frozen().isEmpty() && trainability.rates().isEmpty()) {
            // Asked for here: to find the loggers of a process takes longer than a small prediction.
            System.getLogger(TransferNotice.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "[plumb/nothing-frozen] model '" + graph.name() + "' took the weights of " + taken
                                    + " layers from another model, and trains them together with new ones ("
                                    + String.join(", ", fresh.subList(0, Math.min(SHOWN, fresh.size())))
                                    + (fresh.size() > SHOWN ? " …" : "")
                                    + "), whose first gradients may destroy them: freeze(…) the old layers first, or"
                                    + " give them a learningRateMultiplier. If this is meant: Fit.warnings(false). See"
                                    + " docs/nothing-frozen.md");
        }
        fresh = List.of();
    }
}
