package dev.plumb.io.pytorch;

import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.GroupNormalizationLayer;
import dev.plumb.dsl.layer.LayerNormalizationLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.RMSNormalizationLayer;
import dev.plumb.dsl.layer.ReshapeLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.AdaptivePoolingSpec;
import dev.plumb.graph.rule.MarginsSpec;
import dev.plumb.graph.rule.PoolingSpec;
import dev.plumb.graph.rule.UpSamplingSpec;
import dev.plumb.graph.rule.WindowedSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which features are the elements of an image: PyTorch counts them channels first, so a layer behind a {@code Flatten}, or before a {@code Reshape} to an
 * image, has them in another order. A sequence is one of channels where convolutions or poolings made it or read it; elsewhere time comes first in both.
 */
final class ImageFeatures {
    private static final List<Class<? extends LayerSpec>> NORMALIZATIONS = List.of(
            BatchNormalizationLayer.class,
            LayerNormalizationLayer.class,
            GroupNormalizationLayer.class,
            RMSNormalizationLayer.class,
            PReLULayer.class);

    private final Graph graph;

    ImageFeatures(Graph graph) {
        this.graph = graph;
    }

    /** The sizes of the image, channels last, that the features which a layer takes were; empty if they were none. */
    List<Long> taken(Node layer) {
        if (layer.inputTypes().get(0).rank() != 1) {
            return List.of();
        }
        Optional<Node> at = source(layer);
        while (at.isPresent() && passes(at.get())) {
            at = source(at.get());
        }
        return at.filter(node -> node.spec() instanceof FlattenLayer || node.spec() instanceof ReshapeLayer)
                .filter(node -> isImage(
                        node.inputTypes().get(0).shape(), () -> source(node).map(this::isMadeOfChannels)))
                .map(node -> sizes(node.inputTypes().get(0).shape()))
                .orElse(List.of());
    }

    /** The sizes of the image, channels last, that the features which a layer gives become; empty if they become none. */
    List<Long> given(Node layer) {
        if (layer.type().rank() != 1) {
            return List.of();
        }
        Optional<Node> at = soleReader(layer);
        while (at.isPresent() && passes(at.get())) {
            at = soleReader(at.get());
        }
        return at.filter(node -> node.spec() instanceof ReshapeLayer)
                .filter(node ->
                        isImage(node.type().shape(), () -> soleReader(node).map(reader -> isWindowed(reader.spec()))))
                .map(node -> sizes(node.type().shape()))
                .orElse(List.of());
    }

    /** What a sequence is, its neighbours say. */
    private interface Neighbours {
        Optional<Boolean> haveChannels();
    }

    private static boolean isImage(Shape shape, Neighbours neighbours) {
        return shape.isKnown()
                && (shape.rank() > 2
                        || (shape.rank() == 2 && neighbours.haveChannels().orElse(false)));
    }

    private boolean isMadeOfChannels(Node maker) {
        Optional<Node> at = Optional.of(maker);
        while (at.isPresent() && passes(at.get())) {
            at = source(at.get());
        }
        return at.filter(node -> isWindowed(node.spec())).isPresent();
    }

    private static boolean isWindowed(LayerSpec spec) {
        return spec instanceof WindowedSpec
                || spec instanceof PoolingSpec
                || spec instanceof AdaptivePoolingSpec
                || spec instanceof UpSamplingSpec
                || spec instanceof MarginsSpec;
    }

    /** Whether each element of the result follows from that at its place: activations, dropout, normalizations. */
    private static boolean passes(Node node) {
        return node.inputs().size() == 1
                && node.inputTypes().get(0).shape().equals(node.type().shape())
                && !isWindowed(node.spec())
                && !(node.spec() instanceof FlattenLayer)
                && !(node.spec() instanceof ReshapeLayer)
                && (node.spec().weights(node.inputTypes()).isEmpty()
                        || NORMALIZATIONS.stream().anyMatch(kind -> kind.isInstance(node.spec())));
    }

    private Optional<Node> source(Node node) {
        String source = node.inputs().get(0).source();
        return graph.nodes().stream()
                .filter(other -> other.name().equals(source))
                .findFirst();
    }

    private Optional<Node> soleReader(Node node) {
        List<Node> readers = graph.nodes().stream()
                .filter(other -> other.inputs().stream().map(TensorName::source).anyMatch(node.name()::equals))
                .toList();
        return readers.size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
    }

    private static List<Long> sizes(Shape shape) {
        return Arrays.stream(shape.sizes()).boxed().toList();
    }
}
