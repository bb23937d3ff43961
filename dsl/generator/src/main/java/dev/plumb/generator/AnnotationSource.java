package dev.plumb.generator;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * An annotation as generated code needs it.
 *
 * @param element the annotation
 * @param attributes what its record holds, in order; of a wrapper with the wrapped layer as the last
 * @param documentation its Javadoc, or ""
 * @param visible whether generated code can say that it is generated
 */
record AnnotationSource(TypeElement element, List<AttributeSource> attributes, String documentation, boolean visible) {

    AnnotationSource {
        attributes = List.copyOf(attributes);
    }

    /**
     * Reads an annotation.
     *
     * @throws UnsupportedAttributeException if it has an attribute of another type than layers can have
     */
    static AnnotationSource of(TypeElement element, boolean wrapper, Elements elements) {
        String name = element.getSimpleName().toString();
        List<AttributeSource> attributes = new ArrayList<>();
        for (ExecutableElement attribute : ElementFilter.methodsIn(element.getEnclosedElements())) {
            attributes.add(AttributeSource.of(attribute, documentation(elements.getDocComment(attribute), name)));
        }
        if (wrapper) {
            attributes.add(AttributeSource.wrapped());
        }
        return new AnnotationSource(
                element,
                attributes,
                documentation(elements.getDocComment(element), name),
                elements.getTypeElement("javax.annotation.processing.Generated") != null);
    }

    /** Javadoc as it can stand in another class: without the margin of its lines, and links to members say whose they are. */
    private static String documentation(@Nullable String comment, String owner) {
        return Optional.ofNullable(comment)
                .orElse("")
                .strip()
                .replaceAll("(?m)^ ", "")
                .replace("{@link #", "{@link " + owner + "#");
    }

    ClassName type() {
        return ClassName.get(element);
    }

    String name() {
        return element.getSimpleName().toString();
    }

    String packageName() {
        return type().packageName();
    }

    /** How visible what is generated is: as the annotation, if others can see that. */
    Modifier[] visibility() {
        return element.getModifiers().contains(Modifier.PUBLIC) ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0];
    }

    /** The class that is generated beside it: {@code DenseLayer}. */
    ClassName sibling(String suffix) {
        return ClassName.get(packageName(), String.join("_", type().simpleNames()) + suffix);
    }

    /** What has to be stated, a wrapped layer first and a list last: the parameters of factories. */
    List<AttributeSource> required() {
        List<AttributeSource> required = new ArrayList<>();
        attributes.stream()
                .filter(AttributeSource::isRequired)
                .forEach(attribute ->
                        required.add(attribute.type().equals(Names.LAYER_SPEC) ? 0 : required.size(), attribute));
        return required;
    }
}
