package dev.plumb.dsl.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer is defined once: what its annotation says and what its spec holds is the same. */
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
                    .sorted(java.util.Comparator.comparing(Class::getName))
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

    @ParameterizedTest
    @MethodSource("layers")
    void hasASpecOfExactlyItsAttributes(Class<?> layer) throws Exception {
        Class<?> spec = spec(layer);
        assertTrue(spec.isRecord() && LayerSpec.class.isAssignableFrom(spec), spec.getName());
        List<RecordComponent> components = new ArrayList<>(List.of(spec.getRecordComponents()));
        if (isWrapper(layer)) {
            RecordComponent wrapped = components.remove(components.size() - 1);
            assertEquals("layer", wrapped.getName());
            assertEquals(LayerSpec.class, wrapped.getType());
        }
        assertEquals(
                Arrays.stream(layer.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet()),
                components.stream().map(RecordComponent::getName).collect(Collectors.toSet()));
        for (RecordComponent component : components) {
            Class<?> attribute = layer.getMethod(component.getName()).getReturnType();
            Class<?> expected =
                    attribute == int[].class ? List.class : attribute.isAnnotation() ? spec(attribute) : attribute;
            assertEquals(expected, component.getType(), component.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void saysWhetherItIsAWrapper(Class<?> layer) {
        assertEquals(isWrapper(layer), WrapperSpec.class.isAssignableFrom(spec(layer)));
    }

    private static boolean isWrapper(Class<?> layer) {
        return layer.getAnnotation(LayerAnnotation.class).wrapper();
    }

    /** Required attributes are given a value; all others have the annotation's default, in the spec's terms. */
    @ParameterizedTest
    @MethodSource("layers")
    void hasDefaultsThatItsSpecUnderstands(Class<?> layer) {
        Map<String, Object> required = new LinkedHashMap<>();
        for (Method attribute : layer.getDeclaredMethods()) {
            if (attribute.getDefaultValue() == null) {
                Class<?> type = attribute.getReturnType();
                Object value = type.isEnum() ? type.getEnumConstants()[0] : 1;
                assertTrue(
                        type.isEnum()
                                || Set.of(int.class, double.class, int[].class).contains(type),
                        attribute::toString);
                required.put(attribute.getName(), value);
            }
        }
        if (isWrapper(layer)) {
            required.put("layer", LayerSpec.of(LSTM.Spec.class, "units", 1));
        }
        Object made = Attributes.create(spec(layer), required);
        assertNotNull(made);
        assertTrue(
                required.keySet()
                        .containsAll(Attributes.nonDefault((Record) made).keySet()),
                made::toString);
    }

    private static Class<?> spec(Class<?> annotation) {
        return Arrays.stream(annotation.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals("Spec"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(annotation + " has no Spec"));
    }
}
