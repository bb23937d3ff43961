package dev.plumb.processor.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as it was declared.
 *
 * @param name the simple name of its interface
 * @param qualifiedName the name of its interface in Java source
 * @param packageName the package, or ""
 * @param generatedName the simple name of the class to generate
 * @param isNameTaken whether there is a type of that name already
 * @param rival the model for which the type of that name was generated, if it was
 * @param isPublic whether the interface can be seen from other packages
 * @param seesGenerated whether its module sees {@code javax.annotation.processing.Generated}, which is in the module java.compiler
 * @param form what its type declaration says
 * @param budget what {@code @Budget} says, if it is there
 * @param weights what {@code @Weights} says, if it is there
 * @param methods its methods, inherited ones first, in the order in which they were declared
 * @param lostFunctions functions that are not among the methods though the source has them
 * @param resolved whether everything about it is known to the compiler
 */
public record ModelDeclaration(
        String name,
        String qualifiedName,
        String packageName,
        String generatedName,
        boolean isNameTaken,
        Optional<String> rival,
        boolean isPublic,
        boolean seesGenerated,
        Form form,
        Optional<AnnotationUse> budget,
        Optional<AnnotationUse> weights,
        List<MethodDeclaration> methods,
        List<LostFunction> lostFunctions,
        boolean resolved,
        Token token) {

    public ModelDeclaration {
        methods = List.copyOf(methods);
        lostFunctions = List.copyOf(lostFunctions);
    }

    /**
     * The type declaration.
     *
     * @param isModel whether it is marked {@code @Model}
     * @param isSequential whether it is marked {@code @Sequential}
     * @param modelParents models that it extends
     * @param sequentialParents sequentials that it extends
     * @param unorderedParents interfaces that it extends of which the order of methods is not known
     * @param foreignParents interfaces that it extends with methods in class files that say nothing of a model
     * @param isWiring whether it is what a block is made of
     */
    public record Form(
            boolean isInterface,
            boolean isGeneric,
            boolean isModel,
            boolean isSequential,
            List<String> modelParents,
            List<String> sequentialParents,
            List<String> unorderedParents,
            List<String> foreignParents,
            boolean isWiring) {
        public Form {
            modelParents = List.copyOf(modelParents);
            sequentialParents = List.copyOf(sequentialParents);
            unorderedParents = List.copyOf(unorderedParents);
            foreignParents = List.copyOf(foreignParents);
        }
    }

    /** The same declaration as a straight line. */
    public ModelDeclaration asSequential() {
        Form line = new Form(
                form.isInterface,
                form.isGeneric,
                false,
                true,
                form.modelParents,
                form.sequentialParents,
                form.unorderedParents,
                form.foreignParents,
                form.isWiring);
        return new ModelDeclaration(
                name,
                qualifiedName,
                packageName,
                generatedName,
                isNameTaken,
                rival,
                isPublic,
                seesGenerated,
                line,
                budget,
                weights,
                methods,
                lostFunctions,
                resolved,
                token);
    }

    /** The methods by name, of several of one name the first. */
    public Map<String, MethodDeclaration> methodsByName() {
        Map<String, MethodDeclaration> byName = new HashMap<>();
        methods.forEach(method -> byName.putIfAbsent(method.name(), method));
        return byName;
    }

    /** The name of the class to generate with its package. */
    public String qualifiedGeneratedName() {
        return qualified(packageName, generatedName);
    }

    /** A name with its package, or without one. */
    static String qualified(String packageName, String name) {
        return packageName.isEmpty() ? name : packageName + "." + name;
    }

    /** Whether the methods form a straight line. */
    public boolean isSequential() {
        return form.isSequential() && !form.isModel();
    }
}
