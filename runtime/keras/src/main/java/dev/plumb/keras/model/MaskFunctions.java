package dev.plumb.keras.model;

import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The functions that Keras calls to make masks, as it opens a model ({@code compute_mask} of its layers). It names them as it names layers, {@code not_equal}, {@code concatenate_1}, and
 * refuses a model in which a layer has such a name already.
 */
final class MaskFunctions {
    private static final Set<String> OF_LAYERS =
            Set.of("not_equal", "any", "logical_or", "expand_dims", "ones_like", "zeros_like", "convert_to_tensor");

    private static final Set<String> OF_CONCATENATE = Set.of("concatenate");

    private static final Pattern NUMBER = Pattern.compile("_\\d+$");

    private final List<Set<String>> taken;

    private MaskFunctions(List<Set<String>> taken) {
        this.taken = taken;
    }

    /** Those of a model. */
    static MaskFunctions of(Graph graph) {
        boolean isMasked = graph.nodes().stream().anyMatch(node -> isMasked(node.outputTypes()));
        boolean isJoined = graph.nodes().stream()
                .anyMatch(node -> node.spec() instanceof ConcatenateLayer && isMasked(node.inputTypes()));
        return new MaskFunctions(
                isJoined ? List.of(OF_LAYERS, OF_CONCATENATE) : isMasked ? List.of(OF_LAYERS) : List.of());
    }

    private static boolean isMasked(List<TensorType> types) {
        return types.stream().anyMatch(TensorType::masked);
    }

    /** A name for a layer that none of them gets: its own, or one that says that it is a layer. */
    String apart(String name) {
        String plain = NUMBER.matcher(name).replaceFirst("");
        return taken.stream().anyMatch(names -> names.contains(plain)) ? name + "_layer" : name;
    }
}
