package dev.plumb.processor.read;

import dev.plumb.graph.Draft;
import java.util.Optional;

/**
 * A model that another one uses.
 *
 * @param name its simple name
 * @param generatedName the class that is generated for it, with its package
 * @param compiled the model, if it comes as a class file
 * @param declared its declaration, if it is compiled now
 * @param isRecursive whether it is made of itself
 */
public record UsedModel(
        String name,
        String generatedName,
        Optional<Draft> compiled,
        Optional<ModelDeclaration> declared,
        boolean isRecursive) {}
