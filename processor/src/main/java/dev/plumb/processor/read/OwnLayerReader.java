package dev.plumb.processor.read;

import dev.plumb.graph.spec.AttributeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads what is said of a layer of the user's own, whatever it is made of: the attributes of an annotation. */
final class OwnLayerReader {
    private static final List<AttributeKind> GROUPS =
            List.of(AttributeKind.INIT, AttributeKind.REGULARIZER, AttributeKind.CONSTRAINT);

    private final Elements elements;
    private final AnnotationReader annotations;
    private final DeclarationReader models;
    private final Set<String> sources;
    private final Map<String, String> generated;

    /** {@code sources} names the top-level types that are compiled now, {@code generated} has for those that were generated what for. */
    OwnLayerReader(
            Elements elements,
            AnnotationReader annotations,
            DeclarationReader models,
            Set<String> sources,
            Map<String, String> generated) {
        this.elements = elements;
        this.annotations = annotations;
        this.models = models;
        this.sources = sources;
        this.generated = generated;
    }

    /** Of an annotation, or of a class that has no attributes; layers in code may have groups of attributes, too. */
    OwnLayer read(TypeElement type, boolean isCode) {
        List<OwnLayer.Attribute> attributes = type.getKind() == ElementKind.ANNOTATION_TYPE
                ? ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .map(method -> attribute(method, isCode))
                        .toList()
                : List.of();
        String packageName =
                DeclarationReader.packageOf(type).getQualifiedName().toString();
        String layer = DeclarationReader.generatedName(type, "Layer");
        return new OwnLayer(
                type.getSimpleName().toString(),
                type.getQualifiedName().toString(),
                elements.getBinaryName(type).toString(),
                packageName,
                layer,
                isTaken(ModelDeclaration.qualified(packageName, layer), type),
                DeclarationReader.isPublic(type),
                models.seesGenerated(type),
                AnnotationReader.isBlock(type) && AnnotationReader.isCode(type),
                isKept(type),
                attributes,
                annotations.resolved(type)
                        && ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                                .allMatch(OwnLayerReader::isResolved),
                Token.of(type));
    }

    private static boolean isResolved(ExecutableElement attribute) {
        return attribute.getReturnType().getKind() != TypeKind.ERROR
                && (attribute.getDefaultValue() == null || AnnotationReader.isResolved(attribute.getDefaultValue()));
    }

    /** Whether there is a type of that name already which was not generated for the layer itself. */
    private boolean isTaken(String name, TypeElement layer) {
        return sources.contains(name) && !layer.getQualifiedName().toString().equals(generated.get(name));
    }

    private OwnLayer.Attribute attribute(ExecutableElement method, boolean isCode) {
        TypeMirror type = method.getReturnType();
        boolean isPrivate = isPrivate(type);
        return new OwnLayer.Attribute(
                method.getSimpleName().toString(),
                isPrivate ? type + ", which is private" : type.toString(),
                isPrivate ? Optional.empty() : kind(type, isCode),
                Optional.ofNullable(method.getDefaultValue()).map(AnnotationReader::plain),
                Token.of(method));
    }

    /** Whether the generated class cannot name a type. */
    private static boolean isPrivate(TypeMirror type) {
        return type instanceof ArrayType array
                ? isPrivate(array.getComponentType())
                : type instanceof DeclaredType declared && isPrivate(declared.asElement());
    }

    private static boolean isPrivate(Element type) {
        return type.getModifiers().contains(Modifier.PRIVATE)
                || (type.getEnclosingElement() instanceof TypeElement outer && isPrivate(outer));
    }

    private Optional<AttributeKind> kind(TypeMirror type, boolean isCode) {
        if (type instanceof ArrayType array) {
            return kind(array.getComponentType(), false).map(AttributeKind::list);
        }
        return switch (type.getKind()) {
            case INT -> Optional.of(AttributeKind.INT);
            case DOUBLE -> Optional.of(AttributeKind.DOUBLE);
            case BOOLEAN -> Optional.of(AttributeKind.BOOLEAN);
            case DECLARED -> declared((TypeElement) ((DeclaredType) type).asElement(), isCode);
            default -> Optional.empty();
        };
    }

    private Optional<AttributeKind> declared(TypeElement type, boolean isCode) {
        if (type.getQualifiedName().contentEquals("java.lang.String")) {
            return Optional.of(AttributeKind.STRING);
        }
        if (type.getKind() != ElementKind.ENUM) {
            return isCode
                    ? GROUPS.stream()
                            .filter(group ->
                                    type.getQualifiedName().contentEquals(AnnotationReader.LANGUAGE + group.name()))
                            .findFirst()
                    : Optional.empty();
        }
        List<String> constants = new ArrayList<>();
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.ENUM_CONSTANT) {
                constants.add(member.getSimpleName().toString());
            }
        }
        return Optional.of(new AttributeKind(elements.getBinaryName(type).toString(), false, constants));
    }

    /** Without a retention, class files have it. */
    private static boolean isKept(TypeElement type) {
        for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
            if (((TypeElement) mirror.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals("java.lang.annotation.Retention")) {
                for (AnnotationValue value : mirror.getElementValues().values()) {
                    if (value.getValue() instanceof VariableElement constant) {
                        return !constant.getSimpleName().contentEquals("SOURCE");
                    }
                }
            }
        }
        return true;
    }
}
