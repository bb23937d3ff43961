package dev.plumb.processor.read;

import dev.plumb.graph.compose.BlockDefinition;
import java.util.List;
import java.util.Optional;

/**
 * A block as it was declared.
 *
 * @param name the simple name of its annotation
 * @param qualifiedName the name of its annotation in Java source
 * @param annotation the name of its annotation for a class loader
 * @param packageName the package, or ""
 * @param generatedName the simple name of the class to generate
 * @param isNameTaken whether there is a type of that name already
 * @param isPublic whether the annotation can be seen from other packages
 * @param seesGenerated whether its module sees {@code javax.annotation.processing.Generated}
 * @param isKept whether class files have the annotation where it is used
 * @param attributes its attributes in the order of their declaration
 * @param wiring its nested interface {@code Wiring}, if it has one
 * @param resolved whether everything about it is known to the compiler
 */
public record BlockDeclaration(
        String name,
        String qualifiedName,
        String annotation,
        String packageName,
        String generatedName,
        boolean isNameTaken,
        boolean isPublic,
        boolean seesGenerated,
        boolean isKept,
        List<Attribute> attributes,
        Optional<ModelDeclaration> wiring,
        boolean resolved,
        Token token) {

    public BlockDeclaration {
        attributes = List.copyOf(attributes);
    }

    /**
     * An attribute of the annotation.
     *
     * @param type its type as it is written in Java
     * @param kind what bindings know of the type, if they can pass it on
     * @param standard its default in plain form, if it has one
     */
    public record Attribute(
            String name, String type, Optional<BlockDefinition.Kind> kind, Optional<Object> standard, Token token) {}

    /** The name of the class to generate with its package. */
    public String qualifiedGeneratedName() {
        return ModelDeclaration.qualified(packageName, generatedName);
    }
}
