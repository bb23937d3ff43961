package dev.plumb.graph;

import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.List;

/**
 * What one example takes on its way through a model or a layer. What symbolic axes are part of is a formula.
 *
 * <p>Floating-point operations are those of products, a multiplication and the addition of its result counted as two: with kernels, and the scores and means of
 * attentions. What is done to elements one by one (biases, activations, normalizations, poolings) is not counted. This is how PyTorch's FlopCounterMode
 * counts, and papers do.
 *
 * <p>Activations are what comes in and what each layer returns, once for each call, by their element types: what a forward pass writes, and about what training has to remember.
 *
 * @param flops floating-point operations
 * @param activationBytes the size of the activations
 * @param uncounted the number of layers in code, whose operations nobody knows before they run
 */
public record Cost(Count flops, Count activationBytes, int uncounted) {
    /** A multiplication and an addition. */
    private static final int MULTIPLY_ADD = 2;

    private static final Cost NOTHING = new Cost(Count.NONE, Count.NONE, 0);

    /** Of a forward pass. What is computed before the model runs counts by what it gives to the model. */
    public static Cost of(Graph graph) {
        Cost sum = NOTHING;
        for (Graph.Input input : graph.fed()) {
            sum = sum.plus(of(input));
        }
        for (Node node : graph.nodes()) {
            if (isCounted(node)) {
                sum = sum.plus(of(node));
            }
        }
        return sum;
    }

    /** Of what comes in. */
    public static Cost of(Graph.Input input) {
        return new Cost(Count.NONE, bytes(List.of(input.type())), 0);
    }

    /** Whether a layer is a part of what its model costs: one that is computed before is not. */
    public static boolean isCounted(Node node) {
        return !(node.spec() instanceof PreprocessingSpec);
    }

    /** Of one call of a layer. */
    public static Cost of(Node node) {
        boolean isCode = WrapperSpec.innermost(node.spec()).isCode();
        Count products = isCode ? Count.NONE : node.spec().multiplyAdds(node.inputTypes());
        return new Cost(products.times(MULTIPLY_ADD), bytes(node.outputTypes()), isCode ? 1 : 0);
    }

    private Cost plus(Cost other) {
        return new Cost(
                flops.plus(other.flops), activationBytes.plus(other.activationBytes), uncounted + other.uncounted);
    }

    private static Count bytes(List<TensorType> types) {
        Count sum = Count.NONE;
        for (TensorType type : types) {
            sum = sum.plus(Count.of(type.shape()).times(type.dtype().bytes()));
        }
        return sum;
    }
}
