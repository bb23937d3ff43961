package dev.plumb.generator;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;

/**
 * Writes what follows from annotations of layers and of attributes when the module that declares them is compiled. No service: it is for the
 * module that names it, and what is on a user's path of processors is only a library there.
 */
@SupportedAnnotationTypes({Names.LAYER_ANNOTATION, Names.ATTRIBUTE_GROUP})
public final class LayerGenerator extends AbstractProcessor {

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        List<AnnotationSource> builtIn = new ArrayList<>();
        for (TypeElement annotation : annotations) {
            boolean layers = annotation.getQualifiedName().contentEquals(Names.LAYER_ANNOTATION);
            for (TypeElement element : ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation))) {
                try {
                    if (layers) {
                        layer(element).filter(this::isBuiltIn).ifPresent(builtIn::add);
                    } else {
                        AnnotationSource source = AnnotationSource.of(element, false, processingEnv.getElementUtils());
                        write(LayerWriter.groupAttributes(source));
                        write(LayerWriter.groupDefinition(source));
                    }
                } catch (UnsupportedAttributeException e) {
                    error(String.valueOf(e.getMessage()), e.attribute());
                }
            }
        }
        if (!builtIn.isEmpty()) {
            builtIn.sort(Comparator.comparing(AnnotationSource::name));
            write(LayerWriter.layers(builtIn));
        }
        return false;
    }

    private boolean isBuiltIn(AnnotationSource source) {
        return source.packageName().equals(Names.LAYERS_PACKAGE);
    }

    /** Writes the record of a layer, unless nothing says what its rules are. */
    private Optional<AnnotationSource> layer(TypeElement element) {
        Optional<? extends AnnotationValue> wrapper = stated(element, "wrapper");
        Optional<TypeName> rule = rule(element);
        if (rule.isEmpty()
                && ElementFilter.typesIn(element.getEnclosedElements()).size() > 0) { // INTERIM
            return Optional.empty();
        }
        if (rule.isEmpty()) {
            error(
                    "the rules of a layer stand in its nested interface 'Rule' or in the one that @LayerAnnotation(rule = …) names",
                    element);
            return Optional.empty();
        }
        boolean wraps =
                wrapper.filter(value -> Boolean.TRUE.equals(value.getValue())).isPresent();
        AnnotationSource source = AnnotationSource.of(element, wraps, processingEnv.getElementUtils());
        write(LayerWriter.layer(source, rule.get()));
        if (nestedRule(element).isPresent()) {
            write(LayerWriter.accessors(source));
        }
        return Optional.of(source);
    }

    /** The interface that is named, or the nested one. */
    private static Optional<TypeName> rule(TypeElement element) {
        return stated(element, "rule")
                .map(AnnotationValue::getValue)
                .filter(TypeMirror.class::isInstance)
                .map(type -> TypeName.get((TypeMirror) type))
                .or(() -> nestedRule(element).map(nested -> TypeName.get(nested.asType())));
    }

    private static Optional<TypeElement> nestedRule(TypeElement element) {
        return ElementFilter.typesIn(element.getEnclosedElements()).stream()
                .filter(nested -> nested.getSimpleName().contentEquals("Rule"))
                .findFirst();
    }

    /** What the mark of a layer states. */
    private static Optional<? extends AnnotationValue> stated(TypeElement element, String attribute) {
        return element.getAnnotationMirrors().stream()
                .filter(LayerGenerator::isMark)
                .flatMap(mirror -> mirror.getElementValues().entrySet().stream())
                .filter(entry -> entry.getKey().getSimpleName().contentEquals(attribute))
                .map(entry -> entry.getValue())
                .findFirst();
    }

    private static boolean isMark(AnnotationMirror mirror) {
        return ((TypeElement) mirror.getAnnotationType().asElement())
                .getQualifiedName()
                .contentEquals(Names.LAYER_ANNOTATION);
    }

    private void write(JavaFile file) {
        try {
            file.writeTo(processingEnv.getFiler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void error(String message, Element element) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
    }
}
