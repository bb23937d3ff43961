package dev.plumb.source;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a model is to be written: {@code SourceStyle.inPackage("models").named("Digits").in(KOTLIN)}. Immutable; each setter returns a changed one.
 *
 * @param packageName the package; "" is the unnamed one
 * @param typeName the name of the interface; without one it follows from the model's
 * @param language the language
 * @param form the form
 * @param functions whether a class, by its name with its package, is a function for {@code @Lambda}. A graph knows layers in code by the names of
 *     their classes alone: all others are annotations
 * @param blocks whether stretches of layers that are alike become a block, where that makes the source shorter
 */
public record SourceStyle(
        String packageName,
        Optional<String> typeName,
        SourceLanguage language,
        ModelForm form,
        Predicate<String> functions,
        boolean blocks) {

    /**
     * Java in this package, in the simplest form.
     *
     * @throws IllegalArgumentException if it is no name of a package, or of one of Java's own
     */
    public static SourceStyle inPackage(String packageName) {
        if (packageName.equals("java") || packageName.startsWith("java.")) {
            throw new IllegalArgumentException(
                    "package '" + packageName + "' is one of Java's own, expected one like com.example.models");
        }
        if (!packageName.isEmpty() && !JavaNames.isQualified(packageName)) {
            throw new IllegalArgumentException(
                    "'" + packageName + "' is no name of a package, expected one like com.example.models");
        }
        return new SourceStyle(
                packageName, Optional.empty(), SourceLanguage.JAVA, ModelForm.SIMPLEST, name -> false, false);
    }

    /**
     * The name of the interface.
     *
     * @throws IllegalArgumentException if no type can have it, or a type has it that source names without an import
     */
    public SourceStyle named(String name) {
        if (!JavaNames.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a type, expected one like Digits");
        }
        if (JavaNames.isKnown(name)) {
            throw new IllegalArgumentException("'" + name + "' is a type of Java or of Plumb, which source in the same"
                    + " package would no longer mean, expected one like " + name + "Net");
        }
        return new SourceStyle(packageName, Optional.of(name), language, form, functions, blocks);
    }

    /** The language. */
    public SourceStyle in(SourceLanguage other) {
        return new SourceStyle(packageName, typeName, other, form, functions, blocks);
    }

    /** The form. */
    public SourceStyle as(ModelForm other) {
        return new SourceStyle(packageName, typeName, language, other, functions, blocks);
    }

    /** Which classes are functions for {@code @Lambda}. */
    public SourceStyle withFunctions(Predicate<String> classes) {
        return new SourceStyle(packageName, typeName, language, form, classes, blocks);
    }

    /**
     * Stretches of layers that are alike become uses of a block, an annotation in a file of its own, where that makes the source shorter. Paths of layers are
     * others then: {@link ModelSource#names} tells the names before, by which files of weights are read.
     */
    public SourceStyle withBlocks() {
        return new SourceStyle(packageName, typeName, language, form, functions, true);
    }

    /** All layers stay where they are. */
    SourceStyle withoutBlocks() {
        return new SourceStyle(packageName, typeName, language, form, functions, false);
    }
}
