package dev.plumb.processor.read;

import dev.plumb.graph.Draft;
import java.util.Optional;
import java.util.function.Function;

/** A model that another one uses. */
public final class UsedModel {
    private final String name;
    private final String generatedName;
    private final Optional<Draft> compiled;
    private final Optional<ModelDeclaration> declared;
    private final boolean isRecursive;

    private boolean isDecided;
    private Optional<Draft> decided = Optional.empty();

    private UsedModel(
            String name,
            String generatedName,
            Optional<Draft> compiled,
            Optional<ModelDeclaration> declared,
            boolean isRecursive) {
        this.name = name;
        this.generatedName = generatedName;
        this.compiled = compiled;
        this.declared = declared;
        this.isRecursive = isRecursive;
    }

    /** A model that comes as a class file. */
    static UsedModel compiled(String name, String generatedName, Draft model) {
        return new UsedModel(name, generatedName, Optional.of(model), Optional.empty(), false);
    }

    /** A model that is compiled now. */
    static UsedModel declared(ModelDeclaration model) {
        return new UsedModel(model.name(), model.qualifiedGeneratedName(), Optional.empty(), Optional.of(model), false);
    }

    /** A model that is a part of itself. */
    static UsedModel recursive(String name) {
        return new UsedModel(name, "", Optional.empty(), Optional.empty(), true);
    }

    /** Its simple name. */
    public String name() {
        return name;
    }

    /** The class that is generated for it, with its package. */
    public String generatedName() {
        return generatedName;
    }

    /** Its declaration, if it is compiled now. */
    public Optional<ModelDeclaration> declared() {
        return declared;
    }

    /** Whether it is made of itself. */
    public boolean isRecursive() {
        return isRecursive;
    }

    /** The model, unless something is wrong with it; a declaration is asked about once. */
    public Optional<Draft> draft(Function<ModelDeclaration, Optional<Draft>> check) {
        if (!isDecided) {
            isDecided = true;
            decided = compiled.or(() -> declared.flatMap(check));
        }
        return decided;
    }
}
