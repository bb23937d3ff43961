package dev.plumb.processor.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
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
        List<List<CodeDeclaration.Parameter>> constructors = new ArrayList<>();
        for (ExecutableElement constructor : ElementFilter.constructorsIn(type.getEnclosedElements())) {
            boolean isVisible = samePackage
                    ? !constructor.getModifiers().contains(Modifier.PRIVATE)
                    : constructor.getModifiers().contains(Modifier.PUBLIC);
            if (isVisible) {
                constructors.add(constructor.getParameters().stream()
                        .map(parameter -> new CodeDeclaration.Parameter(
                                parameter.getSimpleName().toString(), name(parameter.asType())))
                        .toList());
            }
        }
        return new CodeDeclaration.Body(
                type.getQualifiedName().toString(),
                isA(type, CODE),
                isA(type, CODE + ".Several"),
                hindrance(type, samePackage),
                constructors);
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
            boolean isVisible = samePackage
                    ? !at.getModifiers().contains(Modifier.PRIVATE)
                    : at.getModifiers().contains(Modifier.PUBLIC);
            if (!isVisible) {
                return samePackage ? "it is private" : "it is not public, and in another package";
            }
            if (!(at.getEnclosingElement() instanceof TypeElement)) {
                return "";
            }
        }
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
