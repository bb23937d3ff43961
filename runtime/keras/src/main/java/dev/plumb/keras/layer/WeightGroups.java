package dev.plumb.keras.layer;

import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.GroupQueryAttentionLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.spec.LayerSpec;

/** Where Keras has the weights of a layer, in the layer's group of a file: in a group for the layer, or one for each layer that it is made of. */
public final class WeightGroups {
    private static final String VARIABLES = "vars";

    private WeightGroups() {}

    /**
     * The group of a weight; in it are the weights of that group by their numbers, in our order.
     *
     * @param layer what has the weight
     * @param weight its name: {@code kernel}, {@code forward/kernel}
     */
    public static String of(LayerSpec layer, String weight) {
        if (layer instanceof TimeDistributedLayer distributed) {
            return "layer/" + of(distributed.layer(), weight);
        } else if (layer instanceof BidirectionalLayer) {
            return weight.substring(0, weight.indexOf('/')) + "_layer/cell/" + VARIABLES;
        } else if (layer instanceof SequenceSpec) {
            return "cell/" + VARIABLES;
        } else if (layer instanceof HeadsAttentionSpec && weight.contains("/")) {
            return projection(layer, weight.substring(0, weight.indexOf('/'))) + "/" + VARIABLES;
        }
        return VARIABLES;
    }

    /** A projection of an attention: {@code query_dense}; with a sign before it where Keras has a private field. */
    private static String projection(LayerSpec layer, String role) {
        String name = (role.equals("attention_output") ? "output" : role) + "_dense";
        return layer instanceof GroupQueryAttentionLayer || role.equals("gate") ? "_" + name : name;
    }
}
