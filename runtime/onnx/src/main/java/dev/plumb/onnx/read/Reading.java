package dev.plumb.onnx.read;

import dev.plumb.dsl.DType;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Shape;
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
import java.util.Optional;

/** A model that is being read: the layers so far, with their weights. What became a part of another layer, so that nothing takes it, is no layer of the {@link #finished} model. */
final class Reading {
    private final String model;
    private final GraphBuilder builder;
    private final LayerNaming names = new LayerNaming();
    private final List<InputStep> inputs = new ArrayList<>();
    private final Map<String, LayerStep> steps = new LinkedHashMap<>();
    private final Map<String, Heads> heads = new HashMap<>();
    private final Arranging arranging = new Arranging(this);
    private final Room room = new Room();

    Reading(String model) {
        this.model = model;
        this.builder = GraphBuilder.named(model);
    }

    /** An input of the model. */
    record InputStep(String name, Shape shape, DType dtype) {}

    /**
     * A layer that was applied.
     *
     * @param wanted what it would like to be called
     * @param given its weights
     * @param first the wire of the step that had these weights first, which is its own if it is that
     */
    record LayerStep(
            String wanted,
            LayerSpec layer,
            List<Wire> from,
            Map<String, Constant> given,
            Map<String, WeightValues> weights,
            Wire wire,
            Wire first) {
        LayerStep {
            from = List.copyOf(from);
        }
    }

    Arranging arranging() {
        return arranging;
    }

    Room room() {
        return room;
    }

    Wire input(String wanted, Shape shape, DType dtype) {
        InputStep input = new InputStep(names.free(wanted), shape, dtype);
        inputs.add(input);
        return builder.input(input.name(), shape, dtype);
    }

    /** The layer that made this, if one did. */
    Optional<LayerStep> step(Wire wire) {
        return Optional.ofNullable(steps.get(wire.name()));
    }

    /** What heads of an attention found is here, side by side. */
    void found(Wire wire, Heads found) {
        heads.put(wire.name(), found);
    }

    Optional<Heads> heads(Wire wire) {
        return Optional.ofNullable(heads.get(wire.name()));
    }

    /** Applies a layer without weights, whose name follows from what it does. */
    Wire plain(String name, LayerSpec layer, Wire... from) throws Unreadable {
        return apply(name, layer, Map.of(), from);
    }

    /** Applies a layer; one that has the weights of another, down to the last number, shares them. */
    Wire apply(String name, LayerSpec layer, Map<String, Constant> given, Wire... from) throws Unreadable {
        Map<String, WeightValues> values = new HashMap<>();
        given.forEach((weight, constant) -> values.put(weight, WeightValues.of(weight, constant)));
        Optional<LayerStep> owner = steps.values().stream()
                .filter(step -> !values.isEmpty() && step.layer.equals(layer) && isSame(step.weights, values))
                .findFirst();
        String free = names.free(name);
        Wire wire = typed(
                owner.isPresent() ? builder.applyAgain(free, owner.get().wire, from) : builder.apply(free, layer, from),
                layer);
        for (Weight weight : layer.weights(Arrays.stream(from).map(Wire::type).toList())) {
            WeightValues found = values.get(weight.name());
            long[] sizes = weight.shape().sizes();
            if (found == null || !Arrays.equals(found.sizes(), sizes)) {
                throw new Unreadable("the " + weight.name() + " of a " + layer.title() + " has the shape "
                        + Arrays.toString(sizes) + ", found "
                        + (found == null ? "none" : Arrays.toString(found.sizes())));
            }
        }
        Wire first = owner.map(LayerStep::first).orElse(wire);
        steps.put(free, new LayerStep(name, layer, Arrays.asList(from), given, values, wire, first));
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

    /** The model with what its outputs need. */
    FinishedReading finished(List<Wire> outputs) {
        return FinishedReading.of(model, inputs, steps, outputs);
    }
}
