package dev.plumb.processor.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads the declaration of a layer in code: an annotation marked {@code @Layer}, or a class with a {@code @Signature}; and the class of the code. */
final class CodeReader {
    private static final String CODE = "dev.plumb.layer.LayerCode";

    private final OwnLayerReader layers;
    private final AnnotationReader annotations;
    private final Elements elements;
    private final Types types;

    CodeReader(OwnLayerReader layers, AnnotationReader annotations, Elements elements, Types types) {
        this.layers = layers;
        this.annotations = annotations;
        this.elements = elements;
        this.types = types;
    }

    CodeDeclaration read(TypeElement type) {
        boolean isLambda = !AnnotationReader.isCode(type);
        AnnotationUse use =
                annotations.find(type, isLambda ? "Signature" : "Layer").orElseThrow();
        Optional<AnnotationUse> known = Optional.of(use).filter(AnnotationUse::resolved);
        Optional<TypeElement> code = isLambda
                ? Optional.of(type)
                : known.map(layer -> layer.values().get("code")).map(name -> elements.getTypeElement(name.toString()));
        return new CodeDeclaration(
                layers.read(type, true),
                use,
                known.map(layer -> layer.values().get(isLambda ? "value" : "signature"))
                        .map(Object::toString),
                code.map(body ->
                        body(body, DeclarationReader.packageOf(type).equals(DeclarationReader.packageOf(body)))));
    }

    private CodeDeclaration.Body body(TypeElement type, boolean samePackage) {
        String packageName =
                DeclarationReader.packageOf(type).getQualifiedName().toString();
        return new CodeDeclaration.Body(
                packageName,
                type.getQualifiedName().toString().substring(packageName.isEmpty() ? 0 : packageName.length() + 1),
                isA(type, CODE),
                isA(type, CODE + ".Several"),
                isKnown(type),
                !type.getTypeParameters().isEmpty(),
                hindrance(type, samePackage),
                ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                        .map(constructor -> constructor(constructor, samePackage))
                        .toList());
    }

    private CodeDeclaration.Constructor constructor(ExecutableElement constructor, boolean samePackage) {
        return new CodeDeclaration.Constructor(
                constructor.getParameters().stream()
                        .map(parameter -> new CodeDeclaration.Parameter(
                                parameter.getSimpleName().toString(), name(parameter.asType())))
                        .toList(),
                isVisible(constructor, samePackage)
                        ? ""
                        : constructor.getModifiers().contains(Modifier.PRIVATE) ? "private" : "not public",
                constructor.getThrownTypes().stream()
                        .filter(this::isChecked)
                        .map(CodeReader::name)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .toList(),
                isDeprecated(constructor));
    }

    private boolean isChecked(TypeMirror thrown) {
        return Stream.of("java.lang.RuntimeException", "java.lang.Error")
                .map(elements::getTypeElement)
                .noneMatch(unchecked -> types.isSubtype(thrown, unchecked.asType()));
    }

    private boolean isDeprecated(Element element) {
        return elements.isDeprecated(element)
                || (element.getEnclosingElement() instanceof TypeElement outer && isDeprecated(outer));
    }

    /** Whether the compiler knows all that a class extends and implements. */
    private static boolean isKnown(TypeElement type) {
        return Stream.concat(Stream.of(type.getSuperclass()), type.getInterfaces().stream())
                .filter(above -> above.getKind() != TypeKind.NONE)
                .allMatch(above ->
                        above.getKind() != TypeKind.ERROR && isKnown((TypeElement) ((DeclaredType) above).asElement()));
    }

    private boolean isA(TypeElement type, String name) {
        TypeElement wanted = elements.getTypeElement(name);
        return wanted != null && types.isAssignable(types.erasure(type.asType()), types.erasure(wanted.asType()));
    }

    private static String hindrance(TypeElement type, boolean samePackage) {
        if (type.getKind() != ElementKind.CLASS && type.getKind() != ElementKind.RECORD) {
            return "it is no class";
        }
        if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            return "it is abstract";
        }
        boolean isInner = type.getEnclosingElement() instanceof TypeElement outer
                && !outer.getKind().isInterface()
                && !type.getModifiers().contains(Modifier.STATIC)
                && type.getKind() == ElementKind.CLASS;
        if (isInner) {
            return "it belongs to an object of its outer class: make it static";
        }
        for (var at = type; ; at = (TypeElement) at.getEnclosingElement()) {
            if (!isVisible(at, samePackage)) {
                return samePackage ? "it is private" : "it is not public, and in another package";
            }
            if (!(at.getEnclosingElement() instanceof TypeElement)) {
                return "";
            }
        }
    }

    private static boolean isVisible(Element element, boolean samePackage) {
        return samePackage
                ? !element.getModifiers().contains(Modifier.PRIVATE)
                : element.getModifiers().contains(Modifier.PUBLIC);
    }

    /** A type as source has it, without annotations on it. */
    private static String name(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return name(array.getComponentType()) + "[]";
        }
        if (type instanceof DeclaredType declared) {
            String name =
                    ((TypeElement) declared.asElement()).getQualifiedName().toString();
            List<String> arguments =
                    declared.getTypeArguments().stream().map(CodeReader::name).toList();
            return arguments.isEmpty() ? name : name + "<" + String.join(", ", arguments) + ">";
        }
        return type.getKind().isPrimitive()
                ? type.getKind().name().toLowerCase(java.util.Locale.ROOT)
                : type.toString();
    }
}
