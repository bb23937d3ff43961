package dev.plumb.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.plumb.dsl.Bind;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.ReversedEmbedding;
import dev.plumb.generator.FactoryName;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.UserLayer;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Attribute values as Java source. Enum constants are imported and go by their own name, as in the model itself, unless the name means
 * something else in the generated class as well.
 */
final class Constants {
    private final Map<String, Set<Class<?>>> owners = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    private Constants() {}

    static Constants of(Graph graph) {
        Constants constants = new Constants();
        graph.inputs().forEach(input -> constants.taken.add(input.name()));
        graph.draft().steps().forEach(step -> {
            constants.taken.add(step.name());
            constants.collect(step.layer().orElseThrow());
        });
        graph.outputs().forEach(output -> {
            output.loss().ifPresent(constants::collect);
            output.metrics().forEach(constants::collect);
        });
        return constants;
    }

    /** For the layers of a block. */
    static Constants of(Draft wiring) {
        Constants constants = new Constants();
        wiring.steps().forEach(step -> step.layer().ifPresent(constants::collect));
        return constants;
    }

    private void collect(Object value) {
        if (value instanceof Attributed spec) {
            spec.nonDefaultAttributes().values().forEach(this::collect);
        } else if (value instanceof Enum<?> constant) {
            owners.computeIfAbsent(constant.name(), name -> new HashSet<>()).add(constant.getDeclaringClass());
        }
    }

    /** The names to import, by their class. */
    Map<Class<?>, Set<String>> imports() {
        Map<Class<?>, Set<String>> imports = new TreeMap<>((a, b) -> a.getName().compareTo(b.getName()));
        owners.forEach((name, classes) -> {
            if (isImported(name)) {
                imports.computeIfAbsent(classes.iterator().next(), type -> new TreeSet<>())
                        .add(name);
            }
        });
        return imports;
    }

    private boolean isImported(String name) {
        return !taken.contains(name) && owners.getOrDefault(name, Set.of()).size() == 1;
    }

    /** An enum constant. */
    CodeBlock constant(Enum<?> constant) {
        return isImported(constant.name())
                ? CodeBlock.of("$L", constant.name())
                : CodeBlock.of("$T.$L", constant.getDeclaringClass(), constant.name());
    }

    /** A layer: its factory with what has to be stated, then the others by their names. */
    CodeBlock layer(LayerSpec spec) {
        if (spec instanceof ModelLayer model) {
            return nested(model);
        }
        if (spec instanceof Repetition repetition) {
            String factory = repetition.parallel() ? "parallel" : "of";
            CodeBlock repeated = CodeBlock.of(
                    "$T.$L($L, $L)", Repetition.class, factory, value(repetition.value()), layer(repetition.layer()));
            return bound(repeated, repetition.settings().bindings());
        }
        if (spec instanceof ReversedEmbedding reversed) {
            return CodeBlock.of("$L.reversed().orElseThrow()", layer(reversed.embedding()));
        }
        if (spec instanceof UserLayer own) {
            return stated(CodeBlock.of("$T.of", OwnLayerClass.name(own)), spec);
        }
        return stated(CodeBlock.of("$T.$L", Layers.class, FactoryName.of(spec.layerName())), spec);
    }

    /** Code of a layer with what binds its attributes. */
    static CodeBlock bound(CodeBlock layer, List<String> bindings) {
        return bindings.isEmpty()
                ? layer
                : CodeBlock.of(
                        "$L.bind($L)",
                        layer,
                        bindings.stream().map(text -> CodeBlock.of("$S", text)).collect(CodeBlock.joining(", ")));
    }

    /** A nested model: its generated class knows its graph. */
    private static CodeBlock nested(ModelLayer model) {
        int dot = model.source().lastIndexOf('.');
        ClassName generated = ClassName.get(
                model.source().substring(0, Math.max(dot, 0)), model.source().substring(dot + 1));
        CodeBlock all = CodeBlock.of("$T.of($T.graph())", ModelLayer.class, generated);
        return model.isCut()
                ? CodeBlock.of(
                        "$L.upTo($L)",
                        all,
                        model.outputNames().stream()
                                .map(name -> CodeBlock.of("$S", name))
                                .collect(CodeBlock.joining(", ")))
                : all;
    }

    /** The spec of an annotation that is the value of an attribute. */
    CodeBlock nested(Attributed spec) {
        return stated(CodeBlock.of("$T.of", spec.getClass()), spec);
    }

    private CodeBlock stated(CodeBlock factory, Attributed spec) {
        Map<String, Object> values =
                spec instanceof UserLayer own ? OwnLayerClass.stated(own, this::nested) : spec.nonDefaultAttributes();
        List<Object> required = spec.definition().attributes().stream()
                .filter(Attribute::isRequired)
                .sorted(Comparator.comparing(attribute -> !attribute.name().equals(WrapperSpec.WRAPPED)))
                .map(attribute -> Objects.requireNonNull(values.remove(attribute.name())))
                .toList();
        List<CodeBlock> arguments = new ArrayList<>();
        for (int i = 0; i < required.size(); i++) {
            boolean last = i == required.size() - 1; // only then its items can be passed on one by one
            arguments.add(last ? argument(required.get(i)) : whole(required.get(i)));
        }
        CodeBlock.Builder code = CodeBlock.builder()
                .add(
                        "$L($L)",
                        factory,
                        arguments.stream()
                                .filter(argument -> !argument.isEmpty()) // a list of none
                                .collect(CodeBlock.joining(", ")));
        values.forEach((name, value) -> {
            // without an argument it would be the method that gives the value
            boolean none = List.of().equals(value) && !(spec instanceof UserLayer);
            code.add(".$L($L)", method(spec, name), none ? whole(value) : argument(value));
        });
        return code.build();
    }

    /** A value as one argument. */
    private CodeBlock whole(Object value) {
        return value instanceof List<?> ? CodeBlock.of("$T.of($L)", List.class, argument(value)) : argument(value);
    }

    private static String method(Attributed spec, String attribute) {
        return spec instanceof UserLayer own
                ? OwnLayerClass.method(
                        attribute,
                        own.declaredAttributes().stream()
                                .map(DeclaredAttribute::name)
                                .toList())
                : attribute;
    }

    /** A value as it is passed on: the items of a list one by one, a nested annotation by its value if that says it all. */
    private CodeBlock argument(Object value) {
        if (value instanceof List<?> items) { // of none, no argument
            return items.stream().map(this::value).collect(CodeBlock.joining(", "));
        }
        if (value instanceof Attributed spec && !(value instanceof LayerSpec)) {
            Map<String, Object> stated = spec.nonDefaultAttributes();
            Object only = stated.size() == 1 ? stated.get("value") : null;
            return only == null ? nested(spec) : value(only);
        }
        return value(value);
    }

    private CodeBlock value(Object value) {
        if (value instanceof CodeBlock code) {
            return code;
        }
        if (value instanceof Number number && number.doubleValue() == Bind.BOUND) {
            return CodeBlock.of("$T.BOUND", Bind.class);
        }
        if (value instanceof Enum<?> constant) {
            return constant(constant);
        }
        if (value instanceof LayerSpec wrapped) {
            return layer(wrapped);
        }
        if (value instanceof String text) {
            return CodeBlock.of("$S", text);
        }
        if (value instanceof Long number) {
            return CodeBlock.of("$LL", number);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            String name = number.isNaN() ? "NaN" : number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
            return CodeBlock.of("$T.$L", Double.class, name);
        }
        return CodeBlock.of("$L", value);
    }
}
