package dev.plumb.processor.random;

import static java.util.Map.entry;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.ActivationLayer;
import dev.plumb.dsl.layer.AddLayer;
import dev.plumb.dsl.layer.AverageLayer;
import dev.plumb.dsl.layer.AveragePooling1DLayer;
import dev.plumb.dsl.layer.AveragePooling2DLayer;
import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.dsl.layer.Conv1DLayer;
import dev.plumb.dsl.layer.Conv1DTransposeLayer;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.Conv2DTransposeLayer;
import dev.plumb.dsl.layer.Cropping2DLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.DepthwiseConv1DLayer;
import dev.plumb.dsl.layer.DepthwiseConv2DLayer;
import dev.plumb.dsl.layer.DotLayer;
import dev.plumb.dsl.layer.DropoutLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.GRULayer;
import dev.plumb.dsl.layer.GlobalAveragePooling1DLayer;
import dev.plumb.dsl.layer.GlobalAveragePooling2DLayer;
import dev.plumb.dsl.layer.GlobalMaxPooling1DLayer;
import dev.plumb.dsl.layer.GlobalMaxPooling2DLayer;
import dev.plumb.dsl.layer.GroupNormalizationLayer;
import dev.plumb.dsl.layer.LSTMLayer;
import dev.plumb.dsl.layer.LayerNormalizationLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.LeakyReLULayer;
import dev.plumb.dsl.layer.MaskingLayer;
import dev.plumb.dsl.layer.MaxPooling1DLayer;
import dev.plumb.dsl.layer.MaxPooling2DLayer;
import dev.plumb.dsl.layer.MaximumLayer;
import dev.plumb.dsl.layer.MinimumLayer;
import dev.plumb.dsl.layer.MultiHeadAttentionLayer;
import dev.plumb.dsl.layer.MultiplyLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.PermuteLayer;
import dev.plumb.dsl.layer.RepeatVectorLayer;
import dev.plumb.dsl.layer.ReshapeLayer;
import dev.plumb.dsl.layer.SeparableConv1DLayer;
import dev.plumb.dsl.layer.SeparableConv2DLayer;
import dev.plumb.dsl.layer.SpatialDropout1DLayer;
import dev.plumb.dsl.layer.SpatialDropout2DLayer;
import dev.plumb.dsl.layer.SpatialDropout3DLayer;
import dev.plumb.dsl.layer.SubtractLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.dsl.layer.UpSampling2DLayer;
import dev.plumb.dsl.layer.ZeroPadding2DLayer;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The layers that random models are made of, and what their attributes are drawn from. */
final class RandomLayers {

    /** A new layer is a line here. */
    static final List<Class<? extends LayerSpec>> SPECS = List.of(
            ActivationLayer.class,
            AddLayer.class,
            AverageLayer.class,
            AveragePooling1DLayer.class,
            AveragePooling2DLayer.class,
            BatchNormalizationLayer.class,
            BidirectionalLayer.class,
            ConcatenateLayer.class,
            Conv1DLayer.class,
            Conv1DTransposeLayer.class,
            Conv2DLayer.class,
            Conv2DTransposeLayer.class,
            Cropping2DLayer.class,
            DenseLayer.class,
            DepthwiseConv1DLayer.class,
            DepthwiseConv2DLayer.class,
            DotLayer.class,
            DropoutLayer.class,
            EmbeddingLayer.class,
            FlattenLayer.class,
            GRULayer.class,
            GlobalAveragePooling1DLayer.class,
            GlobalAveragePooling2DLayer.class,
            GlobalMaxPooling1DLayer.class,
            GlobalMaxPooling2DLayer.class,
            GroupNormalizationLayer.class,
            LSTMLayer.class,
            LayerNormalizationLayer.class,
            LeakyReLULayer.class,
            MaskingLayer.class,
            MaxPooling1DLayer.class,
            MaxPooling2DLayer.class,
            MaximumLayer.class,
            MinimumLayer.class,
            MultiHeadAttentionLayer.class,
            MultiplyLayer.class,
            PReLULayer.class,
            PermuteLayer.class,
            RepeatVectorLayer.class,
            ReshapeLayer.class,
            SeparableConv1DLayer.class,
            SeparableConv2DLayer.class,
            SpatialDropout1DLayer.class,
            SpatialDropout2DLayer.class,
            SpatialDropout3DLayer.class,
            SubtractLayer.class,
            TimeDistributedLayer.class,
            UpSampling2DLayer.class,
            ZeroPadding2DLayer.class);

    /** What an attribute is drawn from, by its name with or without its layer; others are drawn by their type. */
    private static final Map<String, List<?>> VALUES = Map.ofEntries(
            entry("Concatenate.axis", List.of(-1, 1, 2, -2, 3)),
            entry("BatchNormalization.axis", List.of(-1, 1, 2, -2, 3)),
            entry(
                    "LayerNormalization.axis",
                    List.of(List.of(-1), List.of(1), List.of(1, 2), List.of(-2, -1), List.of(2))),
            entry("Cropping2D.value", List.of(List.of(1), List.of(0, 1), List.of(0, 1, 2, 0), List.of(2, 1))),
            entry("ZeroPadding2D.value", List.of(List.of(1), List.of(0, 2), List.of(0, 1, 2, 0))),
            entry(
                    "Permute.value",
                    List.of(List.of(2, 1), List.of(1, 2), List.of(3, 1, 2), List.of(1, 3, 2), List.of(1))),
            entry(
                    "Reshape.value",
                    List.of(
                            List.of(-1),
                            List.of(2, -1),
                            List.of(-1, 4),
                            List.of(2, 2),
                            List.of(12),
                            List.of(2, 2, -1))),
            entry("Conv1D.padding", List.of(Padding.values())),
            entry("padding", List.of(Padding.VALID, Padding.SAME)),
            entry(
                    "Dot.axes",
                    List.of(List.of(1), List.of(2), List.of(-1), List.of(1, 2), List.of(2, 1), List.of(3, 1))),
            entry("GroupNormalization.axis", List.of(-1, 1, 2, -2, 3)),
            entry("GroupNormalization.groups", List.of(-1, 1, 2, 4, 3)),
            entry("PReLU.sharedAxes", List.of(List.of(1), List.of(1, 2), List.of(2), List.of(3, 1))),
            entry("outputPadding", List.of(List.of(0), List.of(1), List.of(0, 1), List.of(2))),
            entry("returnSequences", List.of(true)),
            entry("returnState", List.of(true)),
            entry("strides", List.of(List.of(1), List.of(2), List.of(1, 2), List.of())),
            entry("groups", List.of(1, 2, 4)),
            entry("noiseShape", List.of(List.of(), List.of(-1), List.of(1, -1), List.of(1, 4))),
            entry("momentum", List.of(0.9, 0.0, 1.0)),
            entry("epsilon", List.of(1e-5, 1.001e-5)));

    private static final List<Init.Spec> INITIALIZERS =
            List.of(Initializer.values()).stream().map(Init.Spec::of).toList();

    private static final List<Regularizer.Spec> REGULARIZERS = List.of(
            Regularizer.Spec.of().l2(1e-4), Regularizer.Spec.of().l1(0.01).l2(0.02));

    private static final List<Constraint.Spec> CONSTRAINTS = List.of(
            Constraint.Spec.NONE,
            Constraint.Spec.of(ConstraintKind.MAX_NORM).maxValue(3),
            Constraint.Spec.of(ConstraintKind.NON_NEG),
            Constraint.Spec.of(ConstraintKind.UNIT_NORM));

    /** Values that hardly any attribute takes, by type. */
    private static final Map<Class<?>, List<?>> BAD_VALUES = Map.of(
            int.class, List.of(0, -1, 5, -7),
            double.class, List.of(-0.5, 1.5),
            List.class, List.of(List.of(), List.of(0), List.of(-1), List.of(1, 2, 3), List.of(3, 1), List.of(2, 0)));

    private final Random random;

    RandomLayers(Random random) {
        this.random = random;
    }

    <T> T pick(List<? extends T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** A layer with random attributes: each that has a default is left out in most cases. */
    LayerSpec layer() {
        return layer(kind());
    }

    Class<? extends LayerSpec> kind() {
        return pick(SPECS);
    }

    LayerSpec layer(Class<? extends LayerSpec> type) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Definition<? extends LayerSpec> definition = definition(type);
        for (Attribute<?, ?> attribute : definition.attributes()) {
            if (attribute.type().valueClass() == LayerSpec.class) {
                attributes.put(attribute.name(), wrapped(type));
            } else if (attribute.isRequired() || random.nextInt(4) == 0) {
                attributes.put(attribute.name(), value(definition, attribute));
            }
        }
        return definition.read(attributes);
    }

    /** What a wrapper wraps, in most cases something that it can. Java has no two annotations of one type on a method. */
    private LayerSpec wrapped(Class<? extends LayerSpec> wrapper) {
        boolean recurrent = wrapper == BidirectionalLayer.class && random.nextInt(8) > 0;
        LayerSpec layer = recurrent ? layer(pick(List.of(LSTMLayer.class, GRULayer.class))) : layer();
        return contains(layer, wrapper) ? wrapped(wrapper) : layer;
    }

    private static boolean contains(LayerSpec layer, Class<? extends LayerSpec> type) {
        return type.isInstance(layer) || (layer instanceof WrapperSpec wrapper && contains(wrapper.layer(), type));
    }

    /** The layer, or the one that it wraps, with a value for one attribute that is probably wrong, or the same layer if it has no such attribute. */
    LayerSpec spoiled(LayerSpec layer) {
        if (layer instanceof WrapperSpec wrapper && random.nextInt(4) > 0) {
            return layer.with(WrapperSpec.WRAPPED, spoiled(wrapper.layer()));
        }
        List<Attribute<?, ?>> attributes = new ArrayList<>();
        for (Attribute<?, ?> attribute : layer.definition().attributes()) {
            Class<?> type = attribute.type().valueClass();
            if (BAD_VALUES.containsKey(type) || type.isEnum()) {
                attributes.add(attribute);
            }
        }
        if (attributes.isEmpty()) {
            return layer;
        }
        Attribute<?, ?> attribute = pick(attributes);
        List<?> values = BAD_VALUES.get(attribute.type().valueClass());
        return layer.with(
                attribute.name(),
                pick(values == null ? constants(attribute.type().valueClass()) : values));
    }

    /** The recurrent layer that this is or runs both ways: its inputs after the first are states to start from. */
    static Optional<RecurrentSpec> recurrent(LayerSpec layer) {
        LayerSpec inner = layer instanceof BidirectionalLayer both ? both.layer() : layer;
        return inner instanceof RecurrentSpec recurrent ? Optional.of(recurrent) : Optional.empty();
    }

    private static Definition<? extends LayerSpec> definition(Class<? extends LayerSpec> type) {
        return Layers.find(type.getSimpleName().replaceFirst("Layer$", "")).orElseThrow();
    }

    private Object value(Definition<?> definition, Attribute<?, ?> attribute) {
        @Nullable List<?> values = VALUES.get(definition.name() + "." + attribute.name());
        values = values == null ? VALUES.get(attribute.name()) : values;
        return pick(values == null ? byType(attribute.type().valueClass()) : values);
    }

    private static List<?> byType(Class<?> type) {
        if (type == int.class) {
            return List.of(4, 2, 3, 1, 4, 6);
        } else if (type == double.class) {
            return List.of(0.25, 0.5, 0.0, 1.0);
        } else if (type == boolean.class) {
            return List.of(true, false);
        } else if (type == List.class) {
            return List.of(List.of(2), List.of(3), List.of(1), List.of(2, 3), List.of(1, 2));
        } else if (type == Init.Spec.class) {
            return INITIALIZERS;
        } else if (type == Regularizer.Spec.class) {
            return REGULARIZERS;
        } else if (type == Constraint.Spec.class) {
            return CONSTRAINTS;
        }
        return constants(type);
    }

    private static List<?> constants(Class<?> type) {
        if (!type.isEnum()) {
            throw new IllegalStateException("no values for " + type);
        }
        return List.of(type.getEnumConstants());
    }
}
