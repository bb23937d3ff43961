package dev.plumb.processor.read;

import java.util.Optional;
import java.util.function.Function;

/**
 * A model or block that another one uses.
 *
 * @param <D> its declaration, where it is compiled now
 * @param <T> what it is
 */
public final class Used<D, T> {
    private final String name;
    private final String generatedName;
    private final Optional<T> compiled;
    private final Optional<D> declared;
    private final boolean isRecursive;

    private boolean isDecided;
    private Optional<T> decided = Optional.empty();

    private Used(String name, String generatedName, Optional<T> compiled, Optional<D> declared, boolean isRecursive) {
        this.name = name;
        this.generatedName = generatedName;
        this.compiled = compiled;
        this.declared = declared;
        this.isRecursive = isRecursive;
    }

    /** What comes as a class file; empty if the class generated for it is not there. */
    static <D, T> Used<D, T> compiled(String name, String generatedName, Optional<T> what) {
        return new Used<>(name, generatedName, what, Optional.empty(), false);
    }

    /** What is compiled now. */
    static <D, T> Used<D, T> declared(String name, String generatedName, D declaration) {
        return new Used<>(name, generatedName, Optional.empty(), Optional.of(declaration), false);
    }

    /** A part of itself. */
    static <D, T> Used<D, T> recursive(String name) {
        return new Used<>(name, "", Optional.empty(), Optional.empty(), true);
    }

    /** Its simple name. */
    public String name() {
        return name;
    }

    /** The class that is generated for a model, with its package. */
    public String generatedName() {
        return generatedName;
    }

    /** Its declaration, if it is compiled now. */
    public Optional<D> declared() {
        return declared;
    }

    /** Whether it is made of itself. */
    public boolean isRecursive() {
        return isRecursive;
    }

    /** What it is, unless something is wrong with it; a declaration is asked about once. */
    public Optional<T> decided(Function<D, Optional<T>> check) {
        if (!isDecided) {
            isDecided = true;
            decided = compiled.or(() -> declared.flatMap(check));
        }
        return decided;
    }
}
