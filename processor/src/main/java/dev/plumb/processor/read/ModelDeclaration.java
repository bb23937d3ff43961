package dev.plumb.processor.read;

import java.util.List;
import java.util.Optional;

/**
 * A model as it was declared.
 *
 * @param name the simple name of its interface
 * @param qualifiedName the name of its interface in Java source
 * @param packageName the package, or ""
 * @param generatedName the simple name of the class to generate
 * @param isPublic whether the interface can be seen from other packages
 * @param form what its type declaration says
 * @param budget what {@code @Budget} says, if it is there
 * @param methods its methods, inherited ones first, in the order in which they were declared
 * @param resolved whether everything about it is known to the compiler
 */
public record ModelDeclaration(
        String name,
        String qualifiedName,
        String packageName,
        String generatedName,
        boolean isPublic,
        Form form,
        Optional<AnnotationUse> budget,
        List<MethodDeclaration> methods,
        boolean resolved,
        Token token) {

    public ModelDeclaration {
        methods = List.copyOf(methods);
    }

    /**
     * The type declaration.
     *
     * @param isModel whether it is marked {@code @Model}
     * @param isSequential whether it is marked {@code @Sequential}
     * @param modelParents models that it extends
     * @param sequentialParents sequentials that it extends
     */
    public record Form(
            boolean isInterface,
            boolean isGeneric,
            boolean isModel,
            boolean isSequential,
            List<String> modelParents,
            List<String> sequentialParents) {
        public Form {
            modelParents = List.copyOf(modelParents);
            sequentialParents = List.copyOf(sequentialParents);
        }
    }

    /** Whether the methods form a straight line. */
    public boolean isSequential() {
        return form.isSequential() && !form.isModel();
    }
}
