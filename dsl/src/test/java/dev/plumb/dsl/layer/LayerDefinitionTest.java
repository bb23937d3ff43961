package dev.plumb.dsl.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer is defined once: what its annotation says is what was generated from it. */
final class LayerDefinitionTest {

    /** The annotations of this package, by its class files: a new layer needs no entry here. */
    static List<Class<?>> layers() throws IOException, URISyntaxException {
        Path folder = Path.of(LayerAnnotation.class.getResource("Dense.class").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .map(name -> LayerDefinitionTest.load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> type.isAnnotationPresent(LayerAnnotation.class))
                    .sorted(Comparator.comparing(Class::getName))
                    .<Class<?>>map(type -> type)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("dev.plumb.dsl.layer." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theScanFindsLayers() throws Exception {
        assertTrue(layers().containsAll(List.of(Dense.class, Add.class, Conv2D.class)), layers()::toString);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isKeptInClassFilesAndBelongsOnMethods(Class<?> layer) {
        assertEquals(RetentionPolicy.CLASS, layer.getAnnotation(Retention.class).value());
        assertEquals(
                List.of(ElementType.METHOD),
                List.of(layer.getAnnotation(Target.class).value()));
    }

    @Test
    void allLayersAreFoundByName() throws Exception {
        assertEquals(layers().stream().map(Class::getSimpleName).toList(), Layers.names());
        assertEquals(Optional.empty(), Layers.find("Perceptron"));
    }

    /** The generator sees the compiler's elements, this test the classes that the compiler made. */
    @ParameterizedTest
    @MethodSource("layers")
    void hasExactlyTheAttributesOfItsAnnotation(Class<?> layer) throws Exception {
        Definition<? extends LayerSpec> definition = definition(layer);
        assertEquals(layer.getName(), definition.annotation());
        List<Attribute<?, ?>> attributes = new ArrayList<>(definition.attributes());
        if (isWrapper(layer)) {
            Attribute<?, ?> wrapped = attributes.remove(attributes.size() - 1);
            assertEquals(WrapperSpec.WRAPPED, wrapped.name());
            assertEquals(LayerSpec.class, wrapped.type().valueClass());
        }
        assertEquals(
                Arrays.stream(layer.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet()),
                attributes.stream().map(Attribute::name).collect(Collectors.toSet()));
        for (Attribute<?, ?> attribute : attributes) {
            Method written = layer.getMethod(attribute.name());
            Class<?> type = written.getReturnType();
            Class<?> expected = type.isArray() ? List.class : type.isAnnotation() ? nested(type) : type;
            assertEquals(expected, attribute.type().valueClass(), attribute.name());
            assertEquals(
                    Optional.ofNullable(written.getDefaultValue()).map(LayerDefinitionTest::plain),
                    attribute.standard().map(standard -> plain(standard)),
                    attribute.name());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void saysWhetherItIsAWrapper(Class<?> layer) {
        assertEquals(
                isWrapper(layer),
                WrapperSpec.class.isAssignableFrom(definition(layer).type()));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isReadFromTheValuesThatItGives(Class<?> layer) {
        LayerSpec made = example(layer);
        assertEquals(made, made.definition().read(made.attributes()));
        made.attributes().forEach((name, value) -> assertEquals(made, made.with(name, value), name));
    }

    /** The layer with something for what has to be stated. */
    private static LayerSpec example(Class<?> layer) {
        Map<String, Object> required = new LinkedHashMap<>();
        for (Attribute<?, ?> attribute : definition(layer).attributes()) {
            if (attribute.isRequired()) {
                Class<?> type = attribute.type().valueClass();
                required.put(attribute.name(), something(type));
            }
        }
        LayerSpec made = definition(layer).read(required);
        assertTrue(required.keySet().containsAll(made.nonDefaultAttributes().keySet()), made::toString);
        return made;
    }

    private static Object something(Class<?> type) {
        if (type == LayerSpec.class) {
            return Layers.lstm(1);
        }
        return type.isEnum() ? type.getEnumConstants()[0] : type == String.class ? "" : 1;
    }

    /** A default as text that is the same for what annotations hold and what specs hold. */
    private static String plain(Object value) {
        if (value instanceof Annotation annotation) {
            List<String> values = new ArrayList<>();
            for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
                try {
                    values.add(attribute.getName() + "=" + plain(attribute.invoke(annotation)));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return values.stream().sorted().toList().toString();
        }
        if (value instanceof Attributed group) {
            return group.attributes().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + plain(entry.getValue()))
                    .sorted()
                    .toList()
                    .toString();
        }
        if (value instanceof double[] items) {
            return Arrays.toString(items);
        }
        if (value instanceof Object[] items) {
            return Arrays.toString(items);
        }
        return value instanceof int[] items ? Arrays.toString(items) : value.toString();
    }

    private static boolean isWrapper(Class<?> layer) {
        return layer.getAnnotation(LayerAnnotation.class).wrapper();
    }

    private static Definition<? extends LayerSpec> definition(Class<?> layer) {
        return Layers.find(layer.getSimpleName()).orElseThrow();
    }

    private static Class<?> nested(Class<?> annotation) {
        return Arrays.stream(annotation.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equals("Spec"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(annotation + " has no Spec"));
    }
}
