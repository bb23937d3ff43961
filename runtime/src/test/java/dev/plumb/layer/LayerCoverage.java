package dev.plumb.layer;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.CrossingCase;
import dev.plumb.fixtures.LayerCase;
import dev.plumb.fixtures.PreprocessingCase;
import dev.plumb.fixtures.StatefulCase;
import dev.plumb.graph.Node;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What is compared with Keras, counted from the recorded cases, and what is refused, found by trying: for each layer and each of its options. */
final class LayerCoverage {
    /** Tried in this order as a value that an option may not have. */
    private static final List<Object> WRONG = List.of(
            0,
            -1,
            -2,
            -1.0,
            2.0,
            Double.NaN,
            1 << 30,
            List.of(0),
            List.of(-2),
            List.of(-1.0),
            List.of(Double.NaN),
            List.of(),
            List.of(1, 1, 1, 1, 1, 1, 1),
            "",
            "?");

    /**
     * What was found of one option.
     *
     * @param cases recorded with another value than the default, or at all if the layer has none
     * @param differentiated how many of them have gradients, which are compared with Keras and with finite differences
     * @param masked how many of them have a mask
     * @param exported how many of them ONNX Runtime computes, too
     * @param together options that are set beside it in some case
     * @param refused a value that is refused
     */
    record Option(
            String name,
            int cases,
            int differentiated,
            int masked,
            int exported,
            Set<String> together,
            Optional<Object> refused) {}

    /** A call of a layer in a recorded case. Those of {@link LayerCase#FILES} are what {@code LayersTest} of the module onnxruntime runs, each of them. */
    private record Call(LayerSpec layer, boolean differentiated, boolean masked, boolean exported) {}

    private final Map<String, List<Call>> calls = new LinkedHashMap<>();

    LayerCoverage() {
        Layers.names().forEach(name -> calls.put(name, new ArrayList<>()));
        for (String file : LayerCase.FILES) {
            for (LayerCase recorded : LayerCase.read(file)) {
                for (Node node : recorded.model().graph().nodes()) {
                    add(
                            node.spec(),
                            !recorded.upstream().isEmpty(),
                            node.inputTypes().stream().anyMatch(TensorType::masked),
                            true);
                }
            }
        }
        for (StatefulCase recorded : StatefulCase.read()) {
            recorded.model().graph().nodes().stream()
                    .filter(node -> node.spec().isStateful())
                    .forEach(node ->
                            add(node.spec(), false, node.inputTypes().stream().anyMatch(TensorType::masked), false));
        }
        PreprocessingCase.read().forEach(recorded -> add(recorded.layer(), false, false, false));
        CrossingCase.read().forEach(recorded -> add(recorded.layer(), false, false, false));
    }

    /** A layer and what it wraps; one that is given a mask is wrapped in {@link Masked}. */
    private void add(LayerSpec layer, boolean differentiated, boolean masked, boolean exported) {
        boolean given = layer instanceof Masked;
        List<Call> own = calls.get(layer.layerName());
        if (own != null) {
            own.add(new Call(layer, differentiated, masked, exported));
        }
        if (layer instanceof WrapperSpec wrapper) {
            add(wrapper.layer(), differentiated, masked || given, exported);
        }
    }

    /** All calls of a layer, as an option without name. */
    Option all(String layer) {
        return found("", List.copyOf(calls.getOrDefault(layer, List.of())), Set.of(), Optional.empty());
    }

    /** The options of a layer, but for what is said about each weight: its initializer, regularizer and constraint. */
    List<Option> options(String layer) {
        Definition<? extends LayerSpec> definition = Layers.find(layer).orElseThrow();
        List<Option> options = new ArrayList<>();
        for (Attribute<?, ?> attribute : definition.attributes()) {
            if (isOption(attribute)) {
                options.add(option(layer, attribute.name()));
            }
        }
        return options;
    }

    private static boolean isOption(Attribute<?, ?> attribute) {
        Class<?> type = attribute.type().valueClass();
        return type != LayerSpec.class && !Attributed.class.isAssignableFrom(type);
    }

    private Option option(String layer, String name) {
        List<Call> stated = new ArrayList<>();
        Set<String> together = new TreeSet<>();
        for (Call call : calls.getOrDefault(layer, List.of())) {
            Map<String, Object> values = call.layer().nonDefaultAttributes();
            if (values.containsKey(name)) {
                stated.add(call);
                values.forEach((other, value) -> {
                    if (!other.equals(name) && !other.equals(WrapperSpec.WRAPPED)) {
                        together.add(other);
                    }
                });
            }
        }
        Optional<Object> refused = stated.stream()
                .findFirst()
                .map(Call::layer)
                .or(() -> calls.getOrDefault(layer, List.of()).stream()
                        .findFirst()
                        .map(Call::layer))
                .flatMap(example -> refused(example, name));
        return found(name, stated, together, refused);
    }

    private static Option found(String name, List<Call> calls, Set<String> together, Optional<Object> refused) {
        return new Option(
                name,
                calls.size(),
                (int) calls.stream().filter(Call::differentiated).count(),
                (int) calls.stream().filter(Call::masked).count(),
                (int) calls.stream().filter(Call::exported).count(),
                together,
                refused);
    }

    /** The first value that is an error at this option. */
    private static Optional<Object> refused(LayerSpec example, String name) {
        Class<?> type = example.definition().attributes().stream()
                .filter(attribute -> attribute.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type()
                .valueClass();
        List<?> tried = type.isEnum() ? List.of(type.getEnumConstants()) : WRONG;
        return tried.stream()
                .filter(value -> isRefused(example, name, value))
                .findFirst()
                .map(Function.identity());
    }

    private static boolean isRefused(LayerSpec example, String name, Object value) {
        LayerSpec wrong;
        try {
            wrong = example.with(name, value);
        } catch (IllegalArgumentException ofAnotherType) {
            return false;
        }
        return AttributeChecks.of(wrong).stream()
                .anyMatch(problem -> problem.attribute().equals(name));
    }
}
