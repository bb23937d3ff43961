package dev.plumb.source;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.SourceVersion;

/** Names that methods and types can have, near to names of other kinds. A name that is valid stays as it is. */
final class JavaNames {
    /** Methods that each object has: one of a model would override them. */
    private static final Set<String> OF_OBJECTS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /** Kotlin reserves this name. */
    private static final String RESTRICTED = "yield";

    private JavaNames() {}

    /** Whether a method or type can have this name. */
    static boolean isName(String text) {
        return SourceVersion.isName(text)
                && text.indexOf('.') < 0
                && text.codePoints().noneMatch(Character::isIdentifierIgnorable);
    }

    /** Whether a package can have this name. */
    static boolean isQualified(String text) {
        return SourceVersion.isName(text);
    }

    /** Whether a layer or input can be a method of this name. */
    static boolean isMethod(String text) {
        return isName(text) && !OF_OBJECTS.contains(text) && !text.equals(RESTRICTED);
    }

    /** The name of a method: {@code conv_1} for {@code conv-1}, {@code layer3x3} for {@code 3x3}, {@code default_} for {@code default}. */
    static String method(String text, Set<String> taken) {
        String name = withoutForeign(text);
        if (name.isEmpty() || name.equals("_") || !Character.isJavaIdentifierStart(name.codePointAt(0))) {
            name = "layer" + name;
        }
        return unique(isMethod(name) ? name : name + "_", taken::contains);
    }

    private static String withoutForeign(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints()
                .map(point ->
                        Character.isJavaIdentifierPart(point) && !Character.isIdentifierIgnorable(point) ? point : '_')
                .forEach(name::appendCodePoint);
        return name.toString();
    }

    /** The name of an interface: {@code ResNet50} for {@code resNet50}, {@code MyModel1} for {@code my_model-1}; of what the language itself has, with Net behind it. */
    static String type(String text, Predicate<String> taken) {
        StringBuilder name = new StringBuilder();
        for (String part : text.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!part.isEmpty()) {
                name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        if (name.isEmpty() || !isName(name.toString())) {
            name.insert(0, "Net");
        }
        return unique(isKnown(name.toString()) ? name + "Net" : name.toString(), taken);
    }

    /** Whether the language, or Java without an import, has a type of this name. */
    static boolean isKnown(String name) {
        String file = name + ".class";
        return dev.plumb.dsl.Model.class.getResource(file) != null
                || dev.plumb.dsl.layer.Dense.class.getResource(file) != null
                || Object.class.getResource(file) != null;
    }

    /** The name, or with a number behind it if it is taken. */
    static String unique(String name, Predicate<String> taken) {
        String unique = name;
        for (int next = 2; taken.test(unique); next++) {
            unique = name + "_" + next;
        }
        return unique;
    }
}
