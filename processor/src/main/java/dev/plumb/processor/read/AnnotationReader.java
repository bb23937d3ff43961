package dev.plumb.processor.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads annotations from mirrors, never from classes of the user. */
final class AnnotationReader {
    static final String LANGUAGE = "dev.plumb.dsl.";
    private static final String LAYER_ANNOTATION = "dev.plumb.dsl.layer.LayerAnnotation";

    /** What javac shows as the value of something that it could not resolve. */
    private static final String ERROR_VALUE = "<error>";

    private final Elements elements;

    AnnotationReader(Elements elements) {
        this.elements = elements;
    }

    /** The annotation of the language of this simple name, if the element has it. */
    Optional<AnnotationUse> find(Element element, String name) {
        return element.getAnnotationMirrors().stream()
                .filter(mirror -> type(mirror).getQualifiedName().contentEquals(LANGUAGE + name))
                .findFirst()
                .map(mirror -> read(element, mirror));
    }

    boolean has(Element element, String name) {
        return find(element, name).isPresent();
    }

    /**
     * The annotations of an element that are layers: wrappers come first, in the order in which they were written, wherever they stand beside the layer.
     * Class files and kapt keep no order between annotations of different retention.
     */
    List<AnnotationUse> layers(Element element) {
        List<AnnotationUse> layers = new ArrayList<>();
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (layerAnnotation(mirror).isPresent() || isOwn(type(mirror)) || isLambda(type(mirror))) {
                layers.add(read(element, mirror));
            }
        }
        layers.sort(Comparator.comparing((AnnotationUse use) -> !use.wrapper()));
        return layers;
    }

    /** What an element says beside its layer. */
    Composition composition(Element element) {
        return new Composition(
                find(element, "SameWeightsAs"),
                find(element, "Use"),
                Optional.empty(),
                "",
                find(element, "Repeat"),
                find(element, "Frozen"),
                find(element, "Recompute"),
                find(element, "Bind"),
                find(element, "When"),
                find(element, "Extract"));
    }

    /** Whether an annotation is a layer of the user's own. */
    private static boolean isOwn(TypeElement type) {
        return isBlock(type) || isCode(type);
    }

    /** Whether an annotation is a layer in code. */
    static boolean isCode(TypeElement type) {
        return isMarked(type, "Layer");
    }

    /** Whether a class is a function for {@code @Lambda}. */
    static boolean isFunction(TypeElement type) {
        return isMarked(type, "Signature");
    }

    /** Whether an annotation is {@code @Lambda}. */
    static boolean isLambda(TypeElement annotation) {
        return annotation.getQualifiedName().contentEquals(LANGUAGE + "layer.Lambda");
    }

    /** Whether an annotation is a block. */
    static boolean isBlock(TypeElement type) {
        return isMarked(type, "Block");
    }

    /** Whether an interface is a model. */
    static boolean isModel(TypeElement type) {
        return isMarked(type, "Model") || isMarked(type, "Sequential");
    }

    private static boolean isMarked(TypeElement type, String name) {
        return type.getAnnotationMirrors().stream()
                .anyMatch(mirror -> type(mirror).getQualifiedName().contentEquals(LANGUAGE + name));
    }

    /** The type of an annotation. */
    static TypeElement type(AnnotationUse use) {
        return type(Objects.requireNonNull(use.token().annotation()));
    }

    /** The value of an attribute in plain form. */
    static Object plain(AnnotationValue value) {
        return new Values().plain(value.getValue());
    }

    /** Whether all of the value of an attribute is known to the compiler. */
    static boolean isResolved(AnnotationValue value) {
        Values values = new Values();
        values.plain(value.getValue());
        return values.resolved;
    }

    /** Whether all annotations of an element, and all their values, could be resolved. */
    boolean resolved(Element element) {
        return element.getAnnotationMirrors().stream()
                .allMatch(mirror -> mirror.getAnnotationType().getKind() != TypeKind.ERROR
                        && read(element, mirror).resolved());
    }

    /** What marks the type of an annotation as a layer. */
    private static Optional<? extends AnnotationMirror> layerAnnotation(AnnotationMirror mirror) {
        return type(mirror).getAnnotationMirrors().stream()
                .filter(meta -> type(meta).getQualifiedName().contentEquals(LAYER_ANNOTATION))
                .findFirst();
    }

    private static boolean isWrapper(AnnotationMirror mirror) {
        return layerAnnotation(mirror)
                .map(meta -> new Values().read(meta))
                .filter(values -> Boolean.TRUE.equals(values.get("wrapper")))
                .isPresent();
    }

    private AnnotationUse read(Element element, AnnotationMirror mirror) {
        TypeElement type = type(mirror);
        Values values = new Values();
        Map<String, Object> written = values.read(mirror);
        List<String> missing = ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(attribute -> attribute.getDefaultValue() == null)
                .map(attribute -> attribute.getSimpleName().toString())
                .filter(attribute -> !written.containsKey(attribute))
                .toList();
        return new AnnotationUse(
                type.getSimpleName().toString(),
                elements.getBinaryName(type).toString(),
                isWrapper(mirror),
                written,
                missing,
                values.resolved,
                Optional.empty(),
                Token.of(element, mirror));
    }

    private static TypeElement type(AnnotationMirror mirror) {
        return (TypeElement) mirror.getAnnotationType().asElement();
    }

    /** Turns annotation values into plain ones, and notes whether there was one that the compiler does not know. */
    private static final class Values {
        private boolean resolved = true;

        Map<String, Object> read(AnnotationMirror mirror) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                    mirror.getElementValues().entrySet()) {
                values.put(
                        entry.getKey().getSimpleName().toString(),
                        plain(entry.getValue().getValue()));
            }
            return values;
        }

        private Object plain(Object value) {
            if (value instanceof VariableElement constant) {
                return constant.getSimpleName().toString();
            }
            if (value instanceof AnnotationMirror nested) {
                return read(nested);
            }
            if (value instanceof List<?> items) {
                List<Object> plain = new ArrayList<>();
                items.forEach(item -> plain.add(item instanceof AnnotationValue one ? plain(one.getValue()) : item));
                return plain;
            }
            if (value instanceof TypeMirror type) {
                resolved &= type.getKind() != TypeKind.ERROR;
                return type instanceof DeclaredType declared
                        ? ((TypeElement) declared.asElement())
                                .getQualifiedName()
                                .toString()
                        : type.toString();
            }
            resolved &= !ERROR_VALUE.equals(value);
            return value;
        }
    }
}
