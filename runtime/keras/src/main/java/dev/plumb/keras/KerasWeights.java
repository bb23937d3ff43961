package dev.plumb.keras;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.io.FormatException;
import dev.plumb.keras.layer.SnakeCase;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights in a file that Keras wrote: {@code .keras}, {@code .weights.h5} or the older {@code .h5}, of a whole model or of weights alone.
 *
 * <pre>{@code
 * MatchReport report = network.weightsFrom(KerasWeights.read(Path.of("resnet50.h5")), Matching.byName().skip("predictions"));
 * }</pre>
 *
 * Layers match by their names in Keras ({@link Matching#naming} says what these are) or in the order that Keras gives the layers of a model
 * ({@link Matching#byOrder}). A layer of a nested model is named {@code outer/inner}. All weights are in memory while this is; layers without
 * weights and the optimizer's state are not read.
 */
public final class KerasWeights implements WeightSource {
    private final String file;
    private final List<KerasLayer> layers;

    /** Whether the order of the layers is that of the model, and not only within a kind. */
    private final boolean ordered;

    private KerasWeights(String file, List<KerasLayer> layers, boolean ordered) {
        this.file = file;
        this.layers = List.copyOf(layers);
        this.ordered = ordered;
    }

    /**
     * Reads a file; what kind of file it is it says itself.
     *
     * @throws UncheckedIOException if it cannot be read, is damaged or is not such a file; the message names the file, the place in it and the
     *     reason
     */
    public static KerasWeights read(Path file) {
        return KerasFile.reading(file, "weights", KerasWeights::of);
    }

    private static KerasWeights of(KerasFile file) throws IOException {
        Path path = file.path();
        if (!file.isArchive()) {
            return file.tree(tree -> LegacyLayout.isIn(tree)
                    ? of(path, LegacyLayout.layers(tree), true)
                    : of(path, CurrentLayout.layers(tree, Optional.empty()), false));
        }
        List<KerasConfig> config = file.configured(KerasConfig::layers);
        return file.tree(tree -> of(path, CurrentLayout.layers(tree, Optional.of(config)), true));
    }

    private static KerasWeights of(Path path, List<KerasLayer> layers, boolean ordered) throws FormatException {
        if (layers.isEmpty()) {
            throw new FormatException("it has no layers with weights as Keras writes them");
        }
        Path name = path.getFileName();
        return new KerasWeights(name == null ? path.toString() : name.toString(), layers, ordered);
    }

    @Override
    public String title() {
        return "the file '" + file + "'";
    }

    @Override
    public List<Layer> layers() {
        return List.copyOf(layers);
    }

    /** By Keras's order of layers; where the file only has an order within each kind of layer, the first of a kind matches the first of that kind. */
    @Override
    public List<Layer> inOrder(Graph graph, List<Node> takers, List<Layer> givers) {
        if (!ordered && isNested(givers)) {
            throw new IllegalArgumentException("by order, the layers must be of one model: " + title()
                    + " has nested models and does not say in which order; match by name, by outOf one of them, or"
                    + " take a .keras file, which says it");
        }
        Map<String, Deque<Layer>> queues = new HashMap<>();
        givers.forEach(giver ->
                queues.computeIfAbsent(queue(giver), kind -> new ArrayDeque<>()).add(giver));
        Map<String, Layer> chosen = new HashMap<>();
        for (Node taker : KerasOrder.sorted(graph, takers)) {
            String kind = SnakeCase.of(taker.spec().layerName());
            Layer giver = Optional.ofNullable(queues.get(ordered ? "" : kind))
                    .map(Deque::poll)
                    .orElseThrow(() -> new IllegalArgumentException("by order, there must be as many layers of each"
                            + " kind: " + title() + " has fewer named '" + kind + "' than model '" + graph.name()
                            + "' has, without one for '" + taker.name() + "'; it has "
                            + givers.stream().map(Layer::name).toList()));
            if (giver instanceof KerasLayer layer
                    && !layer.kind().isEmpty()
                    && !layer.kind().equals(kind)) {
                throw new IllegalArgumentException("by order, layers must be of one kind: '" + taker.name() + "' is '"
                        + kind + "', in " + title() + " it is the turn of '" + giver.name() + "', which is '"
                        + layer.kind() + "'");
            }
            chosen.put(taker.name(), giver);
        }
        List<Layer> inOrder = new ArrayList<>();
        takers.forEach(taker ->
                inOrder.add(Optional.ofNullable(chosen.get(taker.name())).orElseThrow()));
        return inOrder;
    }

    private String queue(Layer giver) {
        return ordered || !(giver instanceof KerasLayer layer) ? "" : layer.kind();
    }

    private static boolean isNested(List<Layer> givers) {
        Set<String> models = new LinkedHashSet<>();
        givers.forEach(
                giver -> models.add(giver.name().substring(0, giver.name().lastIndexOf('/') + 1)));
        return models.size() > 1;
    }
}
