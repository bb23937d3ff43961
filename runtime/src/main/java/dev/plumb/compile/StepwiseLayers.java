package dev.plumb.compile;

import dev.plumb.dsl.layer.ActivationLayer;
import dev.plumb.dsl.layer.ActivityRegularizationLayer;
import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.ELULayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.GaussianDropoutLayer;
import dev.plumb.dsl.layer.GaussianNoiseLayer;
import dev.plumb.dsl.layer.IdentityLayer;
import dev.plumb.dsl.layer.LeakyReLULayer;
import dev.plumb.dsl.layer.NormalizationLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.ReLULayer;
import dev.plumb.dsl.layer.RescalingLayer;
import dev.plumb.dsl.layer.ReversedEmbedding;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.rule.MergingSpec;
import dev.plumb.graph.rule.OverAxesSpec;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which layers can be computed step by step: what they give for a step follows from this step and earlier ones. */
final class StepwiseLayers {
    private static final Set<Class<? extends LayerSpec>> OF_ELEMENTS = Set.of(
            ActivityRegularizationLayer.class,
            ELULayer.class,
            EmbeddingLayer.class,
            GaussianDropoutLayer.class,
            GaussianNoiseLayer.class,
            IdentityLayer.class,
            LeakyReLULayer.class,
            ReLULayer.class,
            RescalingLayer.class,
            TimeDistributedLayer.class);

    private static final Set<Class<? extends LayerSpec>> OF_LAST_AXIS =
            Set.of(ActivationLayer.class, DenseLayer.class, ReversedEmbedding.class);

    private StepwiseLayers() {}

    /** Why a layer cannot be computed step by step, and what to do about it. */
    record Obstacle(String reason, String fix) {}

    /**
     * What keeps a layer from being computed step by step, if anything does.
     *
     * @param temporal whether a tensor has the axis of the steps
     */
    static Optional<Obstacle> obstacle(Node node, Predicate<TensorName> temporal) {
        if (node.type().masked()) {
            return found(
                    "makes a mask of padding or passes one on, and steps that are added one by one are not padded",
                    "decode a network without the mask that has the same weights: an embedding without maskZero, no"
                            + " Masking");
        }
        LayerSpec spec =
                node.spec() instanceof SpectralNormalizationLayer normalized ? normalized.layer() : node.spec();
        TensorType first = node.inputTypes().get(0);
        if (OF_ELEMENTS.contains(spec.getClass()) || spec.isDropout()) {
            return Optional.empty();
        } else if (OF_LAST_AXIS.contains(spec.getClass())) {
            return overTime(first.rank() < 2);
        } else if (spec instanceof OverAxesSpec over) {
            return overTime(over.axis().stream().anyMatch(axis -> isTime(axis, first)));
        } else if (spec instanceof BatchNormalizationLayer batch) {
            return overTime(isTime(batch.axis(), first));
        } else if (spec instanceof NormalizationLayer normalization) {
            return overTime(normalization.axis().stream().anyMatch(axis -> isTime(axis, first)));
        } else if (spec instanceof PReLULayer activation) {
            return overTime(!activation.sharedAxes().contains(1));
        } else if (spec instanceof ConcatenateLayer joined) {
            return overTime(isTime(joined.axis(), first)).or(() -> merged(node, temporal));
        } else if (spec instanceof MergingSpec) {
            return merged(node, temporal);
        } else if (spec instanceof HeadsAttentionSpec attention) {
            return attention(attention, node, temporal);
        } else if (spec instanceof AttentionSpec) {
            return found(
                    "compares steps as they are, and a session keeps the keys and values of attentions with heads",
                    "take @MultiHeadAttention(numHeads = 1, keyDim = "
                            + first.shape().dim(first.rank() - 1)
                            + ", useCausalMask = true), which has weights of its own: train the network with it");
        } else if (spec instanceof RecurrentSpec recurrent) {
            return recurrent(recurrent, node);
        } else if (spec instanceof BidirectionalLayer bidirectional) {
            return found(
                    "reads the last step first, too",
                    "leave @Bidirectional out: @" + bidirectional.layer().title()
                            + " alone reads forwards (its weights are those of forward/)");
        }
        return found(
                "needs the whole sequence, or it is not known to do without it",
                "leave it out, end the model before it (@Extract), or wrap a layer that takes one step in"
                        + " @TimeDistributed");
    }

    private static Optional<Obstacle> overTime(boolean is) {
        return is
                ? found(
                        "computes along the axis of the steps, so that a step would depend on later ones",
                        "let it compute over the features, the last axis")
                : Optional.empty();
    }

    private static boolean isTime(int axis, TensorType type) {
        int ofShape = Rules.axisOfShape(axis);
        return (ofShape < 0 ? ofShape + type.rank() : ofShape) == 0;
    }

    /** Steps beside steps; what has none of them may be added to each. */
    private static Optional<Obstacle> merged(Node node, Predicate<TensorName> temporal) {
        int rank = node.inputTypes().stream().mapToInt(TensorType::rank).max().orElseThrow();
        for (int i = 0; i < node.inputs().size(); i++) {
            TensorType type = node.inputTypes().get(i);
            boolean isForEach = type.rank() < rank || type.shape().dim(0).equals(Dim.of(1));
            if (temporal.test(node.inputs().get(i)) ? type.rank() < rank : !isForEach) {
                return found(
                        "combines steps with '" + node.inputs().get(i)
                                + "', which has them on another axis or not one by one",
                        "give that step by step, too: as an input whose first axis is that of the steps");
            }
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> attention(HeadsAttentionSpec spec, Node node, Predicate<TensorName> temporal) {
        int count = node.inputs().size();
        boolean query = temporal.test(node.inputs().get(0));
        boolean value = temporal.test(node.inputs().get(spec.valueInput(count)));
        boolean key = temporal.test(node.inputs().get(spec.keyInput(count)));
        if (spec.maskInput(count).isPresent()) {
            return found(
                    "is given a mask of its own, which is not there for steps that are added one by one",
                    "let it see earlier steps only by useCausalMask = true, without a mask");
        } else if (query && value && key) {
            return spec.useCausalMask() || spec.slidingWindow() == 1
                    ? Optional.empty()
                    : found("sees later steps", "let it see earlier steps only: useCausalMask = true");
        } else if (query && !value && !key && !spec.useCausalMask() && spec.slidingWindow() == -1) {
            return Optional.empty();
        }
        return found(
                "looks from steps at something without steps by their places, or the other way round",
                "attend to the steps with a query of the steps, or to the whole of the other without useCausalMask"
                        + " and slidingWindow");
    }

    private static Optional<Obstacle> recurrent(RecurrentSpec spec, Node node) {
        if (spec.stateful() && node.isShared()) {
            return found(
                    "goes on from the states of '" + node.sharing() + "', which reads the sequence to its end first",
                    "decode a network without stateful = true that has the same weights");
        } else if (spec.goBackwards()) {
            return found("reads the last step first", "let it read forwards");
        } else if (!spec.returnSequences()) {
            return found("gives the last step only", "let it give each step: returnSequences = true");
        } else if (spec.returnState() || node.inputs().size() > 1) {
            return found(
                    "takes or gives states beside the steps, and a session keeps these itself",
                    "leave returnState and initial states out");
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> found(String reason, String fix) {
        return Optional.of(new Obstacle(reason, fix));
    }
}
