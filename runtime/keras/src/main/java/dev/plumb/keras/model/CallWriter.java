package dev.plumb.keras.model;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.AdditiveAttentionLayer;
import dev.plumb.dsl.layer.AttentionLayer;
import dev.plumb.dsl.layer.HashedCrossingLayer;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.keras.layer.KerasLayers;
import dev.plumb.keras.layer.NoCounterpart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call of a layer as Keras writes it: what it takes by place, and what by name. */
final class CallWriter {
    private CallWriter() {}

    /**
     * A call.
     *
     * @param layer what is called
     * @param tensors what it takes, each as Keras writes it
     * @param types their types
     */
    static Map<String, Object> of(LayerSpec layer, List<Map<String, Object>> tensors, List<TensorType> types)
            throws NoCounterpart {
        Map<String, Object> options = new LinkedHashMap<>();
        List<Object> args = new ArrayList<>();
        LayerSpec called = layer;
        List<Map<String, Object>> given = tensors;
        if (layer instanceof Masked masked) {
            called = masked.layer();
            given = tensors.subList(0, tensors.size() - 1);
            if (types.get(types.size() - 1).dtype() != DType.BOOL) {
                throw new NoCounterpart("its mask is of numbers, and Keras takes one of bool");
            }
            if (!OrderedUnits.takesMask(called)) {
                throw new NoCounterpart("it is given a mask, and Keras gives it only one that travels with its input");
            }
            options.put("mask", tensors.get(tensors.size() - 1));
        }
        if (called.isReversed()) {
            options.put("reverse", true);
        }
        options.putAll(KerasLayers.callOptions(called));
        arguments(called, given, args, options);
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("args", args);
        call.put("kwargs", options);
        return call;
    }

    private static void arguments(
            LayerSpec layer, List<Map<String, Object>> tensors, List<Object> args, Map<String, Object> options)
            throws NoCounterpart {
        if (layer instanceof HashedCrossingLayer && tensors.size() > 2) {
            throw new NoCounterpart("it crosses " + tensors.size() + " features, and in a model Keras crosses two");
        }
        if (layer instanceof HeadsAttentionSpec) {
            args.addAll(pair(tensors.subList(0, Math.min(AttentionSpec.MASK, tensors.size()))));
            if (tensors.size() > AttentionSpec.MASK) {
                options.put("attention_mask", tensors.get(AttentionSpec.MASK));
            }
        } else if (layer instanceof AttentionLayer || layer instanceof AdditiveAttentionLayer) {
            args.add(pair(tensors));
        } else if (SequenceSpec.readerWithin(layer).isPresent() && tensors.size() > 1) {
            args.add(tensors.get(0));
            options.put("initial_state", tensors.subList(1, tensors.size()));
        } else {
            boolean joins = tensors.size() > 1 || layer.arity().maximum() == Integer.MAX_VALUE;
            args.add(joins ? tensors : tensors.get(0));
        }
    }

    /** An attention of one input looks at itself. */
    private static List<Map<String, Object>> pair(List<Map<String, Object>> tensors) {
        return tensors.size() == 1 ? List.of(tensors.get(0), tensors.get(0)) : tensors;
    }
}
