package dev.plumb.processor.read;

import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Where something was written. Opaque to everything between reading and reporting: passed along, never looked into.
 *
 * @param annotation the annotation on the element that is meant, or null for the element itself
 * @param value the value in the annotation that is meant, or null for the annotation as a whole
 */
public record Token(
        Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) {

    static Token of(Element element) {
        return new Token(element, null, null);
    }

    static Token of(Element element, AnnotationMirror annotation) {
        return new Token(element, annotation, null);
    }

    /** Whether it was written inside of a type. */
    public boolean isInside(Token type) {
        for (Element at = element; at != null; at = at.getEnclosingElement()) {
            if (at.equals(type.element)) {
                return true;
            }
        }
        return false;
    }

    /** The method that it belongs to, with its type: {@code Parent.method}; or else the type. */
    public String origin() {
        Element at = element;
        while (!(at instanceof ExecutableElement) && !(at instanceof TypeElement)) {
            at = at.getEnclosingElement();
        }
        return at instanceof ExecutableElement
                ? at.getEnclosingElement().getSimpleName() + "." + at.getSimpleName()
                : at.getSimpleName().toString();
    }

    /**
     * The value of an attribute of this token's annotation, or its item of that index; as near to that as the annotation was written: an
     * attribute that was left out has no place but the annotation.
     */
    public Token attribute(String name, int index) {
        if (annotation == null) {
            return this;
        }
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                annotation.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(name)) {
                return new Token(element, annotation, item(entry.getValue(), index));
            }
        }
        return this;
    }

    /**
     * Whether {@code @SuppressWarnings} with this key, or with {@code "all"}, stands on the element or on one around it. The annotation is
     * not in class files: there, nothing is suppressed.
     */
    public boolean suppresses(String key) {
        for (Element at = element; at != null; at = at.getEnclosingElement()) {
            for (AnnotationMirror mirror : at.getAnnotationMirrors()) {
                if (mirror.getAnnotationType().asElement() instanceof TypeElement type
                        && type.getQualifiedName().contentEquals("java.lang.SuppressWarnings")
                        && (names(mirror, key) || names(mirror, "all"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean names(AnnotationMirror suppression, String key) {
        return suppression.getElementValues().values().stream()
                .anyMatch(value -> value.getValue() instanceof List<?> items
                        && items.stream()
                                .anyMatch(item -> item instanceof AnnotationValue one && key.equals(one.getValue())));
    }

    private static AnnotationValue item(AnnotationValue value, int index) {
        return value.getValue() instanceof List<?> items
                        && index >= 0
                        && index < items.size()
                        && items.get(index) instanceof AnnotationValue item
                ? item
                : value;
    }
}
