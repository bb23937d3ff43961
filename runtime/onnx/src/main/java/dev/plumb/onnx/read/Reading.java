package dev.plumb.onnx.read;

import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model that is being read: the graph so far, and the weights of its layers. */
final class Reading {
    private final GraphBuilder builder;
    private final LayerNaming names;
    private final Map<String, Map<String, WeightValues>> weights = new LinkedHashMap<>();
    private final List<Owner> owners = new ArrayList<>();
    private final Arranging arranging = new Arranging(this);

    /** A layer that has weights, which others may share. */
    private record Owner(LayerSpec layer, Wire wire, Map<String, WeightValues> weights) {}

    Reading(String model, LayerNaming names) {
        this.builder = GraphBuilder.named(model);
        this.names = names;
    }

    GraphBuilder builder() {
        return builder;
    }

    LayerNaming names() {
        return names;
    }

    Arranging arranging() {
        return arranging;
    }

    /** By the names of layers, then of weights. */
    Map<String, Map<String, WeightValues>> weights() {
        return weights;
    }

    /** Applies a layer without weights, whose name follows from what it does. */
    Wire plain(String name, LayerSpec layer, Wire... from) throws Unreadable {
        return apply(name, layer, Map.of(), from);
    }

    /** Applies a layer; one that has the weights of another, down to the last number, shares them. */
    Wire apply(String name, LayerSpec layer, Map<String, Constant> given, Wire... from) throws Unreadable {
        Map<String, WeightValues> values = new HashMap<>();
        given.forEach((weight, constant) -> values.put(weight, WeightValues.of(weight, constant)));
        for (Owner owner : owners) {
            if (!values.isEmpty() && owner.layer.equals(layer) && isSame(owner.weights, values)) {
                return typed(builder.applyAgain(names.free(name), owner.wire, from), layer);
            }
        }
        String free = names.free(name);
        Wire wire = typed(builder.apply(free, layer, from), layer);
        List<Weight> wanted = layer.weights(Arrays.stream(from).map(Wire::type).toList());
        for (Weight weight : wanted) {
            WeightValues found = values.get(weight.name());
            long[] sizes = weight.shape().sizes();
            if (found == null || !Arrays.equals(found.sizes(), sizes)) {
                throw new Unreadable("the " + weight.name() + " of a " + layer.title() + " has the shape "
                        + Arrays.toString(sizes) + ", found "
                        + (found == null ? "none" : Arrays.toString(found.sizes())));
            }
        }
        if (!values.isEmpty()) {
            weights.put(free, values);
            owners.add(new Owner(layer, wire, values));
        }
        return wire;
    }

    private static boolean isSame(Map<String, WeightValues> left, Map<String, WeightValues> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream()
                        .allMatch(entry -> entry.getValue().isSame(Objects.requireNonNull(right.get(entry.getKey()))));
    }

    /** The wire, if the layer fits there. */
    private static Wire typed(Wire wire, LayerSpec layer) throws Unreadable {
        try {
            wire.type();
            return wire;
        } catch (GraphException e) {
            throw new Unreadable("it is " + layer.describe() + " here, which does not fit: "
                    + e.problems().get(0).headline());
        }
    }
}
