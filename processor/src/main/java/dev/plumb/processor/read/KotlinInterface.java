package dev.plumb.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * What an interface looked like in Kotlin. Its Java stub, made for annotation processors, leaves out functions and replaces names of
 * parameters that Java cannot have, and class files have no names of parameters; {@code kotlin.Metadata} has them all. Its format:
 * core/metadata/src/metadata.proto in the sources of Kotlin. A property is the function that its getter is, by the name of the property.
 *
 * @param functions those without a body, by the names of their Java methods
 */
record KotlinInterface(Map<String, List<Function>> functions) {
    private static final int CLASS_FUNCTION = 9;
    private static final int CLASS_PROPERTY = 10;
    private static final int FUNCTION_NAME = 2;
    private static final int FUNCTION_RECEIVER = 5;
    private static final int FUNCTION_PARAMETER = 6;
    private static final int FUNCTION_RECEIVER_ID = 8;
    private static final int FUNCTION_FLAGS = 9;
    private static final int FUNCTION_JVM_SIGNATURE = 100;
    private static final int JVM_SIGNATURE_NAME = 1;
    private static final int PARAMETER_NAME = 2;
    private static final int PROPERTY_NAME = 2;
    private static final int PROPERTY_RECEIVER = 5;
    private static final int PROPERTY_RECEIVER_ID = 10;
    private static final int PROPERTY_FLAGS = 11;
    private static final int PROPERTY_JVM_SIGNATURE = 100;
    private static final int JVM_GETTER = 3;
    private static final int MODALITY_SHIFT = 4;
    private static final int MODALITY_MASK = 3;
    private static final int ABSTRACT = 2;

    KotlinInterface {
        functions = Map.copyOf(functions);
    }

    /**
     * A function.
     *
     * @param name as it was written
     * @param javaName the name of its Java method: another one if the function is internal
     * @param isProperty whether it is the getter of a property, which has this name
     * @param isExtension whether it has a receiver, which is its first parameter in Java
     * @param parameters their names as they were written, the receiver not among them
     */
    record Function(String name, String javaName, boolean isProperty, boolean isExtension, List<String> parameters) {
        Function {
            parameters = List.copyOf(parameters);
        }

        /** The name that was written for a parameter of the Java method; a receiver has none. */
        Optional<String> parameter(int index) {
            int own = isExtension ? index - 1 : index;
            return own >= 0 && own < parameters.size() ? Optional.of(parameters.get(own)) : Optional.empty();
        }
    }

    /** The Kotlin side of a type, if it has one of a known format. */
    static Optional<KotlinInterface> of(TypeElement type) {
        for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement annotation
                    && annotation.getQualifiedName().contentEquals("kotlin.Metadata")) {
                String data = String.join("", strings(mirror, "d1"));
                List<String> names = strings(mirror, "d2");
                return data.startsWith("\0") ? read(data.substring(1), names) : Optional.empty(); // else an old format
            }
        }
        return Optional.empty();
    }

    private static Optional<KotlinInterface> read(String data, List<String> names) {
        try {
            return Optional.of(new KotlinInterface(
                    functions(data, names).stream().collect(Collectors.groupingBy(Function::javaName))));
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // a format of the future
        }
    }

    /** The function that became this method. */
    Optional<Function> function(ExecutableElement method) {
        return functions.getOrDefault(method.getSimpleName().toString(), List.of()).stream()
                .filter(function -> function.parameters().size() + (function.isExtension() ? 1 : 0)
                        == method.getParameters().size())
                .findFirst();
    }

    /** Functions of which Java cannot have the name, and the stub has none. */
    List<Function> lost(List<ExecutableElement> methods) {
        Set<String> known = methods.stream()
                .map(method -> method.getSimpleName().toString())
                .collect(Collectors.toSet());
        return functions.entrySet().stream()
                .filter(named -> !SourceVersion.isName(named.getKey()) && !known.contains(named.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(named -> named.getValue().stream())
                .toList();
    }

    private static List<Function> functions(String data, List<String> names) {
        List<Function> functions = new ArrayList<>();
        ProtocolBuffer all = new ProtocolBuffer(data);
        for (ProtocolBuffer.Field field : all.withoutDelimited().fields()) {
            if (field.number() == CLASS_FUNCTION) {
                function(field.message(), names).ifPresent(functions::add);
            } else if (field.number() == CLASS_PROPERTY) {
                property(field.message(), names).ifPresent(functions::add);
            }
        }
        return functions;
    }

    private static Optional<Function> function(ProtocolBuffer message, List<String> names) {
        String name = "";
        String javaName = "";
        boolean isExtension = false;
        boolean isAbstract = false;
        List<String> parameters = new ArrayList<>();
        for (ProtocolBuffer.Field field : message.fields()) {
            switch (field.number()) {
                case FUNCTION_NAME -> name = names.get((int) field.value());
                case FUNCTION_RECEIVER, FUNCTION_RECEIVER_ID -> isExtension = true;
                case FUNCTION_PARAMETER -> parameters.add(name(field.message(), PARAMETER_NAME, names));
                case FUNCTION_FLAGS -> isAbstract = isAbstract(field);
                case FUNCTION_JVM_SIGNATURE -> javaName = name(field.message(), JVM_SIGNATURE_NAME, names);
                default -> {
                    // types, annotations, contracts: not needed
                }
            }
        }
        return isAbstract
                ? Optional.of(new Function(name, javaName.isEmpty() ? name : javaName, false, isExtension, parameters))
                : Optional.empty();
    }

    private static Optional<Function> property(ProtocolBuffer message, List<String> names) {
        String name = "";
        String getter = "";
        boolean isExtension = false;
        boolean isAbstract = false;
        for (ProtocolBuffer.Field field : message.fields()) {
            switch (field.number()) {
                case PROPERTY_NAME -> name = names.get((int) field.value());
                case PROPERTY_RECEIVER, PROPERTY_RECEIVER_ID -> isExtension = true;
                case PROPERTY_FLAGS -> isAbstract = isAbstract(field);
                case PROPERTY_JVM_SIGNATURE -> getter = getter(field.message(), names);
                default -> {
                    // types, annotations, the setter: not needed
                }
            }
        }
        return isAbstract && !getter.isEmpty()
                ? Optional.of(new Function(name, getter, true, isExtension, List.of()))
                : Optional.empty();
    }

    private static String getter(ProtocolBuffer signature, List<String> names) {
        return signature.fields().stream()
                .filter(field -> field.number() == JVM_GETTER)
                .map(field -> name(field.message(), JVM_SIGNATURE_NAME, names))
                .findFirst()
                .orElse("");
    }

    private static boolean isAbstract(ProtocolBuffer.Field flags) {
        return ((flags.value() >> MODALITY_SHIFT) & MODALITY_MASK) == ABSTRACT;
    }

    /** The name that a message has in this field, or "". */
    private static String name(ProtocolBuffer message, int number, List<String> names) {
        return message.fields().stream()
                .filter(field -> field.number() == number)
                .map(field -> names.get((int) field.value()))
                .findFirst()
                .orElse("");
    }

    private static List<String> strings(AnnotationMirror mirror, String attribute) {
        List<String> strings = new ArrayList<>();
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                mirror.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(attribute)
                    && entry.getValue().getValue() instanceof List<?> items) {
                items.forEach(
                        item -> strings.add(((AnnotationValue) item).getValue().toString()));
            }
        }
        return strings;
    }
}
