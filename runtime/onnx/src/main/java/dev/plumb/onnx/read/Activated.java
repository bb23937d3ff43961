package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The function that follows a layer which can have one itself, so that one annotation says both.
 *
 * @param node the node that is this function; null if there is none
 */
record Activated(Following following, @Nullable OnnxNode node, ActivationFunction function) {
    /** The function that the only node behind this one is: also a softmax, over the last of so many axes. */
    static Activated after(Applied applied, OnnxNode end, int rank) throws Unreadable {
        Optional<OnnxNode> softmax = applied.following().only(end.output(0), "Softmax");
        if (softmax.isPresent() && applied.opset() >= 13) {
            long axis = softmax.get().whole("axis", -1);
            if (axis == -1 || axis == rank - 1) {
                return new Activated(applied.following(), softmax.get(), ActivationFunction.SOFTMAX);
            }
        }
        return after(applied, end);
    }

    /** The function of elements that the only node behind this one is. */
    static Activated after(Applied applied, OnnxNode end) {
        Following following = applied.following();
        Optional<OnnxNode> next =
                following.only(end.output(0)).filter(node -> ActivationOperators.PLAIN.containsKey(node.type()));
        return next.map(node -> new Activated(
                        following,
                        node,
                        ActivationOperators.PLAIN.getOrDefault(node.type(), ActivationFunction.LINEAR)))
                .orElseGet(() -> new Activated(following, null, ActivationFunction.LINEAR));
    }

    boolean isThere() {
        return node != null;
    }

    /** What the layer makes, which the node of the function gives then, too. */
    Tensor of(Tensor made) {
        if (node == null) {
            return made;
        }
        Tensor activated = ActivationOperators.NOT_NEGATIVE.contains(function) ? made.asNotNegative() : made;
        following.absorb(node, activated);
        return activated;
    }
}
