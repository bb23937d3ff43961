package dev.plumb.processor.random;

import static java.util.Map.entry;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.rule.ImageSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The layers that random models are made of, and what their attributes are drawn from. */
final class RandomLayers {

    /** Axes to compute over together. */
    private static final List<?> AXES = List.of(List.of(-1), List.of(1), List.of(1, 2), List.of(-2, -1), List.of(2));

    /** What an attribute is drawn from, by its name with or without its layer; others are drawn by their type. */
    private static final Map<String, List<?>> VALUES = Map.ofEntries(
            entry("Concatenate.axis", List.of(-1, 1, 2, -2, 3)),
            entry("BatchNormalization.axis", List.of(-1, 1, 2, -2, 3)),
            entry("Normalization.axis", List.of(List.of(-1), List.of(1), List.of(2), List.of(-2), List.of(3))),
            entry("Normalization.mean", List.of(List.of(0.5))),
            entry("Normalization.variance", List.of(List.of(2.0))),
            entry("CategoryEncoding.numTokens", List.of(2, 5)),
            entry("binBoundaries", List.of(List.of(0.0), List.of(-1.0, 0.5))),
            entry("numBins", List.of(2, 5)),
            entry("Rescaling.scale", List.of(0.5, -2.0)),
            entry("Rescaling.offset", List.of(0.0, 1.0)),
            entry("LayerNormalization.axis", AXES),
            entry("RMSNormalization.axis", AXES),
            entry("UnitNormalization.axis", AXES),
            entry("Softmax.axis", AXES),
            entry("slidingWindow", List.of(-1, 2)),
            entry("numQueryHeads", List.of(4, 2, 6)),
            entry("numKeyValueHeads", List.of(1, 2)),
            entry("ReLU.maxValue", List.of(6.0, 1.0)),
            entry("ActivityRegularization.l1", List.of(0.0, 0.01)),
            entry("ActivityRegularization.l2", List.of(0.0, 0.02)),
            entry("Cropping2D.value", List.of(List.of(1), List.of(0, 1), List.of(0, 1, 2, 0), List.of(2, 1))),
            entry("Cropping1D.value", List.of(List.of(1), List.of(0, 1), List.of(2, 1))),
            entry("Cropping3D.value", List.of(List.of(1), List.of(0, 1, 0), List.of(0, 1, 1, 0, 0, 0))),
            entry("ZeroPadding1D.value", List.of(List.of(1), List.of(0, 2))),
            entry("ZeroPadding3D.value", List.of(List.of(1), List.of(0, 2, 1), List.of(0, 1, 2, 0, 0, 0))),
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
            entry("equation", List.of("...x,xy->...y", "abc,cd->abd", "ab...,bc->ac...", "abcd,de->abce", "ab,bc")),
            entry("outputShape", List.of(List.of(4), List.of(-1, 6), List.of(-1, -1, 3))),
            entry("biasAxes", List.of("y", "d", "c", "bd")),
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

    /**
     * All but RNN, whose cells are layers in code, those that are computed before a model runs, of inputs only, and those that prepare and vary
     * images, whose sizes are those of photographs. ConvLSTM3D is left to its own tests: random tensors seldom have its five axes.
     */
    static final List<String> NAMES = Layers.names().stream()
            .filter(name -> !List.of("RNN", "ConvLSTM3D").contains(name)
                    && !is(name, PreprocessingSpec.class)
                    && !is(name, ImageSpec.class))
            .toList();

    private static boolean is(String name, Class<? extends LayerSpec> family) {
        return family.isAssignableFrom(Layers.find(name).orElseThrow().type());
    }

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

    /** The name of a layer. */
    String kind() {
        return pick(NAMES);
    }

    /** A layer of that name with random attributes. */
    LayerSpec layer(String name) {
        Definition<? extends LayerSpec> definition = Layers.find(name).orElseThrow();
        Map<String, Object> values = new LinkedHashMap<>();
        for (Attribute<?, ?> attribute : definition.attributes()) {
            if (attribute.name().equals(WrapperSpec.WRAPPED)) {
                values.put(attribute.name(), wrapped(definition));
            } else if (attribute.isRequired() || (!isLeftOut(attribute) && random.nextInt(4) == 0)) {
                values.put(attribute.name(), value(definition, attribute));
            }
        }
        return definition.read(values);
    }

    /** Stateful layers ask Keras for the size of batches, which a draft does not have; renormalization is left to its own tests. */
    private static boolean isLeftOut(Attribute<?, ?> attribute) {
        return attribute.name().equals("stateful") || attribute.name().startsWith("renorm");
    }

    /** What a wrapper wraps, in most cases something that it can. Java has no two annotations of one type on a method. */
    private LayerSpec wrapped(Definition<? extends LayerSpec> wrapper) {
        boolean recurrent = wrapper == BidirectionalLayer.DEFINITION && random.nextInt(8) > 0;
        LayerSpec layer =
                recurrent ? layer(pick(List.of("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D"))) : layer();
        return contains(layer, wrapper) ? wrapped(wrapper) : layer;
    }

    private static boolean contains(LayerSpec layer, Definition<?> definition) {
        return layer.definition() == definition
                || (layer instanceof WrapperSpec wrapper && contains(wrapper.layer(), definition));
    }

    /** The layer, or the one that it wraps, with a value for one attribute that is probably wrong, or the same layer if it has no such attribute. */
    LayerSpec spoiled(LayerSpec layer) {
        if (layer instanceof WrapperSpec wrapper && random.nextInt(4) > 0) {
            return layer.with(WrapperSpec.WRAPPED, spoiled(wrapper.layer()));
        }
        List<Attribute<?, ?>> attributes = layer.definition().attributes().stream()
                .<Attribute<?, ?>>map(attribute -> attribute)
                .filter(attribute -> BAD_VALUES.containsKey(attribute.type().valueClass())
                        || attribute.type().valueClass().isEnum())
                .toList();
        if (attributes.isEmpty()) {
            return layer;
        }
        Attribute<?, ?> attribute = pick(attributes);
        List<?> values = BAD_VALUES.get(attribute.type().valueClass());
        return layer.with(attribute.name(), pick(values == null ? constants(attribute) : values));
    }

    /** The recurrent layer that this is or runs both ways: its inputs after the first are states to start from. */
    static Optional<SequenceSpec> recurrent(LayerSpec layer) {
        LayerSpec inner = layer instanceof BidirectionalLayer both ? both.layer() : layer;
        return inner instanceof SequenceSpec recurrent ? Optional.of(recurrent) : Optional.empty();
    }

    private Object value(Definition<?> definition, Attribute<?, ?> attribute) {
        @Nullable List<?> values = VALUES.get(definition.name() + "." + attribute.name());
        values = values == null ? VALUES.get(attribute.name()) : values;
        return pick(values == null ? byType(attribute) : values);
    }

    private static List<?> byType(Attribute<?, ?> attribute) {
        Class<?> type = attribute.type().valueClass();
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
        return constants(attribute);
    }

    private static List<?> constants(Attribute<?, ?> attribute) {
        if (!attribute.type().valueClass().isEnum()) {
            throw new IllegalStateException("no values for " + attribute);
        }
        return List.of(attribute.type().valueClass().getEnumConstants());
    }
}
