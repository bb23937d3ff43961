package dev.plumb.processor.read;

import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.List;
import java.util.Optional;

/**
 * What is said of a layer of the user's own, whatever it is made of. It is an annotation; or the class of a function, which has no attributes.
 *
 * @param name its simple name
 * @param qualifiedName its name in Java source
 * @param annotation its name for a class loader
 * @param packageName the package, or ""
 * @param generatedName the simple name of the class to generate
 * @param isNameTaken whether there is a type of that name already
 * @param isPublic whether it can be seen from other packages
 * @param seesGenerated whether its module sees {@code javax.annotation.processing.Generated}
 * @param isBoth whether it is marked both as a block and as a layer in code
 * @param isKept whether class files have the annotation where it is used
 * @param attributes its attributes in the order of their declaration
 * @param resolved whether everything about it is known to the compiler
 */
public record OwnLayer(
        String name,
        String qualifiedName,
        String annotation,
        String packageName,
        String generatedName,
        boolean isNameTaken,
        boolean isPublic,
        boolean seesGenerated,
        boolean isBoth,
        boolean isKept,
        List<Attribute> attributes,
        boolean resolved,
        Token token) {

    public OwnLayer {
        attributes = List.copyOf(attributes);
    }

    /**
     * An attribute of the annotation.
     *
     * @param type its type as it is written in Java
     * @param kind what is known of the type, if it is one of those that attributes have
     * @param standard its default in plain form, if it has one
     */
    public record Attribute(
            String name, String type, Optional<AttributeKind> kind, Optional<Object> standard, Token token) {}

    /** The name of the class to generate with its package. */
    public String qualifiedGeneratedName() {
        return ModelDeclaration.qualified(packageName, generatedName);
    }

    /** Those whose types are known. */
    public List<DeclaredAttribute> knownAttributes() {
        return attributes.stream()
                .flatMap(attribute -> attribute.kind().stream()
                        .map(kind -> new DeclaredAttribute(attribute.name(), kind, attribute.standard())))
                .toList();
    }

    /** The same; whether what it is made of is known, too. */
    OwnLayer andResolved(boolean inside) {
        return new OwnLayer(
                name,
                qualifiedName,
                annotation,
                packageName,
                generatedName,
                isNameTaken,
                isPublic,
                seesGenerated,
                isBoth,
                isKept,
                attributes,
                resolved && inside,
                token);
    }
}
