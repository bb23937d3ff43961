package dev.plumb.processor.random;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.code.CodeValues;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What generated code calls for one attribute or another: too many for models that have all of it. */
final class LanguageReferences {
    private final SortedSet<String> references = new TreeSet<>();

    private LanguageReferences() {}

    /** The factories of all layers, what states their attributes, and the constants that these take. */
    static SortedSet<String> all() {
        LanguageReferences found = new LanguageReferences();
        found.factories(Layers.class);
        Layers.names().forEach(name -> found.attributes(Layers.find(name).orElseThrow()));
        for (Definition<?> group : List.of(
                Init.Spec.DEFINITION, Regularizer.Spec.DEFINITION, Constraint.Spec.DEFINITION, Loss.Spec.DEFINITION)) {
            found.factories(group.type());
            found.attributes(group);
        }
        for (Method method : CodeValues.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                found.references.add(reference("invokevirtual", CodeValues.class, method));
            }
        }
        found.constants(Metric.class);
        found.constants(DType.class);
        return found.references;
    }

    private void factories(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && Modifier.isStatic(method.getModifiers())
                    && Attributed.class.isAssignableFrom(method.getReturnType())) {
                references.add(reference("invokestatic", type, method));
            }
        }
    }

    private void attributes(Definition<?> definition) {
        for (Attribute<?, ?> attribute : definition.attributes()) {
            for (Method method : definition.type().getMethods()) {
                if (method.getName().equals(attribute.name())
                        && method.getParameterCount() == 1
                        && method.getReturnType() == definition.type()) {
                    references.add(reference("invokevirtual", definition.type(), method));
                }
            }
            if (attribute.type().valueClass().isEnum()) {
                constants(attribute.type().valueClass());
            }
        }
    }

    private void constants(Class<?> type) {
        Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .map(name -> new Reference("getstatic", false, internal(type), name, type.descriptorString()))
                .forEach(constant -> references.add(constant.toString()));
    }

    private static String reference(String instruction, Class<?> type, Method method) {
        MethodType signature = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        return new Reference(
                        instruction, type.isInterface(), internal(type), method.getName(), signature.descriptorString())
                .toString();
    }

    private static String internal(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
