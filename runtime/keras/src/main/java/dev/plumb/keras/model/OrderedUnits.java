package dev.plumb.keras.model;

import dev.plumb.dsl.layer.AdditiveAttentionLayer;
import dev.plumb.dsl.layer.AttentionLayer;
import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.GlobalAveragePooling1DLayer;
import dev.plumb.dsl.layer.MaskingLayer;
import dev.plumb.dsl.layer.SoftmaxLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.rule.MergingSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Units in the order that Keras gives their layers. Masks have a part in it: when Keras opens a model, it makes the functions that compute them, and these stand between layers.
 */
final class OrderedUnits {
    private final Units units;
    private final Map<String, LayerOrder.Step> steps = new HashMap<>();
    private final Map<TensorName, Optional<LayerOrder.Step>> masks = new HashMap<>();
    private int functions;

    private OrderedUnits(Units units) {
        this.units = units;
    }

    /** The paths of inputs, and of the units that have weights of their own, in Keras's order. */
    static List<String> of(Units units) {
        OrderedUnits ordered = new OrderedUnits(units);
        return LayerOrder.of(units.outputs().stream().map(ordered::step).toList()).stream()
                .filter(layer -> !layer.startsWith("/"))
                .toList();
    }

    private LayerOrder.Step step(TensorName tensor) {
        LayerOrder.Step known = steps.get(tensor.source());
        if (known == null) {
            known = units.unit(tensor.source())
                    .map(this::made)
                    .orElseGet(() -> new LayerOrder.Step(tensor.source(), List.of()));
            steps.put(tensor.source(), known);
        }
        return known;
    }

    private LayerOrder.Step made(Units.Unit unit) {
        List<LayerOrder.Step> takes = new ArrayList<>();
        unit.inputs().forEach(input -> takes.add(step(units.named(input))));
        if (!(unit.layer() instanceof Masked)
                && takesMask(unit.layer())
                && !unit.inputTypes().isEmpty()
                && unit.inputTypes().get(0).masked()) {
            mask(units.named(unit.inputs().get(0))).ifPresent(takes::add);
        }
        return new LayerOrder.Step(unit.owner(), takes);
    }

    /** Whether a call of the layer takes the mask of its input beside it. */
    static boolean takesMask(LayerSpec layer) {
        return layer instanceof SequenceSpec
                || layer instanceof BidirectionalLayer
                || layer instanceof TimeDistributedLayer
                || layer instanceof BatchNormalizationLayer
                || layer instanceof SoftmaxLayer
                || layer instanceof GlobalAveragePooling1DLayer;
    }

    private Optional<LayerOrder.Step> mask(TensorName tensor) {
        Optional<LayerOrder.Step> known = masks.get(tensor);
        if (known == null) {
            known = units.unit(tensor.source())
                    .filter(unit -> masked(unit, tensor))
                    .flatMap(this::mask);
            masks.put(tensor, known);
        }
        return known;
    }

    private static boolean masked(Units.Unit unit, TensorName tensor) {
        TensorType type = unit.outputTypes().get(Math.max(0, unit.output(tensor)));
        return type.masked();
    }

    private Optional<LayerOrder.Step> mask(Units.Unit unit) {
        List<TensorName> inputs = unit.inputs().stream().map(units::named).toList();
        LayerSpec layer = unit.layer();
        if (layer instanceof EmbeddingLayer) {
            return Optional.of(function(List.of(step(inputs.get(0)))));
        } else if (layer instanceof MaskingLayer) {
            return Optional.of(function(List.of(function(List.of(step(inputs.get(0)))))));
        } else if (layer instanceof MergingSpec) {
            return merged(inputs);
        } else if (layer instanceof ConcatenateLayer) {
            return joined(inputs);
        }
        Optional<LayerOrder.Step> passed =
                unit.nested().isPresent() ? Optional.of(step(new TensorName(unit.name(), ""))) : mask(inputs.get(0));
        boolean converts = layer instanceof AttentionLayer || layer instanceof AdditiveAttentionLayer;
        return converts ? passed.map(mask -> function(List.of(mask))) : passed;
    }

    /** Element by element: what is valid in one of them. */
    private Optional<LayerOrder.Step> merged(List<TensorName> inputs) {
        Optional<LayerOrder.Step> all = mask(inputs.get(0));
        for (TensorName input : inputs.subList(1, inputs.size())) {
            Optional<LayerOrder.Step> before = all;
            all = mask(input).flatMap(mask -> before.map(other -> function(List.of(other, mask))));
        }
        return all;
    }

    /** Masks of elements, side by side; then those of steps. */
    private Optional<LayerOrder.Step> joined(List<TensorName> inputs) {
        List<LayerOrder.Step> masks = new ArrayList<>();
        for (TensorName input : inputs) {
            LayerOrder.Step shape = function(List.of(step(input)));
            masks.add(mask(input)
                    .map(mask -> function(List.of(function(List.of(mask)), shape)))
                    .orElse(shape));
        }
        return Optional.of(function(List.of(function(masks))));
    }

    private LayerOrder.Step function(List<LayerOrder.Step> takes) {
        return new LayerOrder.Step("/" + functions++, takes);
    }
}
