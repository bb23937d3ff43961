package dev.plumb.processor.read;

import dev.plumb.graph.compose.BlockDefinition;
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
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads the declaration of a block: the attributes of an annotation, and the interface nested in it. */
final class BlockReader {
    private static final String WIRING = "Wiring";

    private final Elements elements;
    private final AnnotationReader annotations;
    private final DeclarationReader models;
    private final Set<String> sources;
    private final Map<String, String> generated;

    /** {@code sources} names the top-level types that are compiled now, {@code generated} has for those that were generated what for. */
    BlockReader(
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

    BlockDeclaration read(TypeElement type) {
        List<BlockDeclaration.Attribute> attributes = ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .map(this::attribute)
                .toList();
        Optional<ModelDeclaration> wiring = ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(nested -> nested.getSimpleName().contentEquals(WIRING))
                .findFirst()
                .map(models::declaration);
        String packageName =
                DeclarationReader.packageOf(type).getQualifiedName().toString();
        String layer = DeclarationReader.generatedName(type, "Layer");
        return new BlockDeclaration(
                type.getSimpleName().toString(),
                type.getQualifiedName().toString(),
                elements.getBinaryName(type).toString(),
                packageName,
                layer,
                isTaken(ModelDeclaration.qualified(packageName, layer), type),
                DeclarationReader.isPublic(type),
                models.seesGenerated(type),
                isKept(type),
                attributes,
                wiring,
                annotations.resolved(type)
                        && wiring.map(ModelDeclaration::resolved).orElse(true)
                        && ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                                .noneMatch(method -> method.getReturnType().getKind() == TypeKind.ERROR),
                Token.of(type));
    }

    /** Whether there is a type of that name already which was not generated for the block itself. */
    private boolean isTaken(String name, TypeElement block) {
        return sources.contains(name) && !block.getQualifiedName().toString().equals(generated.get(name));
    }

    /** Whether a type is the wiring of a block: it is no model of its own. */
    static boolean isWiring(TypeElement type) {
        return type.getSimpleName().contentEquals(WIRING)
                && type.getEnclosingElement() instanceof TypeElement outer
                && AnnotationReader.isBlock(outer);
    }

    private BlockDeclaration.Attribute attribute(ExecutableElement method) {
        TypeMirror type = method.getReturnType();
        return new BlockDeclaration.Attribute(
                method.getSimpleName().toString(),
                type.toString(),
                kind(type),
                Optional.ofNullable(method.getDefaultValue()).map(AnnotationReader::plain),
                Token.of(method));
    }

    private Optional<BlockDefinition.Kind> kind(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return kind(array.getComponentType()).map(BlockDefinition.Kind::list);
        }
        return switch (type.getKind()) {
            case INT -> Optional.of(BlockDefinition.Kind.INT);
            case DOUBLE -> Optional.of(BlockDefinition.Kind.DOUBLE);
            case BOOLEAN -> Optional.of(BlockDefinition.Kind.BOOLEAN);
            case DECLARED -> declared((TypeElement) ((DeclaredType) type).asElement());
            default -> Optional.empty();
        };
    }

    private Optional<BlockDefinition.Kind> declared(TypeElement type) {
        if (type.getQualifiedName().contentEquals("java.lang.String")) {
            return Optional.of(BlockDefinition.Kind.STRING);
        }
        if (type.getKind() != ElementKind.ENUM) {
            return Optional.empty();
        }
        List<String> constants = new ArrayList<>();
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.ENUM_CONSTANT) {
                constants.add(member.getSimpleName().toString());
            }
        }
        return Optional.of(new BlockDefinition.Kind(elements.getBinaryName(type).toString(), false, constants));
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
