package dev.plumb.keras.layer;

import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.GroupQueryAttentionLayer;
import dev.plumb.dsl.layer.SpectralNormalization;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/** Where Keras has the weights of a layer, in the layer's group of a file: in a group for the layer, or one for each layer that it is made of. */
public final class WeightGroups {
    private static final String VARIABLES = "vars";

    private WeightGroups() {}

    /**
     * The groups of a weight, of which there are several where Keras has it several times; in each are the weights of that group by their numbers, in our order.
     *
     * @param layer what has the weight
     * @param weight its name: {@code kernel}, {@code forward/kernel}
     */
    public static List<String> of(LayerSpec layer, String weight) {
        if (layer instanceof TimeDistributedLayer distributed) {
            return inLayer(of(distributed.layer(), weight));
        } else if (layer instanceof SpectralNormalizationLayer normalized) {
            return ofNormalized(normalized, weight);
        } else if (layer instanceof BidirectionalLayer) {
            return List.of(weight.substring(0, weight.indexOf('/')) + "_layer/cell/" + VARIABLES);
        } else if (layer instanceof SequenceSpec) {
            return List.of("cell/" + VARIABLES);
        } else if (layer instanceof HeadsAttentionSpec && weight.contains("/")) {
            return List.of(projection(layer, weight.substring(0, weight.indexOf('/'))) + "/" + VARIABLES);
        }
        return List.of(VARIABLES);
    }

    private static List<String> inLayer(List<String> groups) {
        return groups.stream().map(group -> "layer/" + group).toList();
    }

    /** The kernel is a weight of the wrapper, too. */
    private static List<String> ofNormalized(SpectralNormalizationLayer layer, String weight) {
        List<String> groups = new ArrayList<>();
        if (weight.equals(layer.kernelName()) || weight.equals(SpectralNormalization.Rule.VECTOR)) {
            groups.add(VARIABLES);
        }
        if (!weight.equals(SpectralNormalization.Rule.VECTOR)) {
            groups.addAll(inLayer(of(layer.layer(), weight)));
        }
        return groups;
    }

    /** A projection of an attention: {@code query_dense}; with a sign before it where Keras has a private field. */
    private static String projection(LayerSpec layer, String role) {
        String name = (role.equals("attention_output") ? "output" : role) + "_dense";
        return layer instanceof GroupQueryAttentionLayer || role.equals("gate") ? "_" + name : name;
    }
}
