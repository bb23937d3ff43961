package dev.plumb.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.plumb.graph.Graph;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        graph.nodes().forEach(node -> {
            constants.taken.add(node.name());
            constants.collect((Record) node.spec());
        });
        graph.outputs().forEach(output -> {
            output.loss().ifPresent(constants::collect);
            output.metrics().forEach(constants::collect);
        });
        return constants;
    }

    private void collect(Object value) {
        if (value instanceof Record spec) {
            Attributes.nonDefault(spec).values().forEach(this::collect);
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

    /** A layer: its constructor if that says it all, else by the names of its attributes. */
    CodeBlock layer(LayerSpec spec) {
        Map<String, Object> all = Attributes.of((Record) spec);
        Map<String, Object> stated = Attributes.nonDefault((Record) spec);
        if (all.size() <= 1 && all.size() == stated.size()) {
            CodeBlock argument = all.values().stream().map(this::value).collect(CodeBlock.joining(""));
            return CodeBlock.of("new $T($L)", spec.getClass(), argument);
        }
        return CodeBlock.of("$T.of($T.class$L)", LayerSpec.class, spec.getClass(), attributes(stated));
    }

    /** The spec of an annotation that is the value of an attribute. */
    CodeBlock nested(Record spec) {
        CodeBlock stated = attributes(Attributes.nonDefault(spec));
        return CodeBlock.of("$T.create($T.class$L)", Attributes.class, spec.getClass(), stated);
    }

    private CodeBlock attributes(Map<String, Object> stated) {
        CodeBlock.Builder code = CodeBlock.builder();
        stated.forEach((name, value) -> {
            Object shown = value instanceof List<?> items && items.size() == 1 ? items.get(0) : value;
            code.add(", $S, $L", name, value(shown));
        });
        return code.build();
    }

    private CodeBlock value(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant(constant);
        }
        if (value instanceof LayerSpec wrapped) {
            return layer(wrapped);
        }
        if (value instanceof Record spec) {
            return nested(spec);
        }
        if (value instanceof List<?> items) {
            CodeBlock joined = items.stream().map(this::value).collect(CodeBlock.joining(", "));
            return CodeBlock.of("$T.of($L)", List.class, joined);
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
