package dev.plumb.processor.read;

import java.util.Locale;
import javax.lang.model.SourceVersion;

/** What Java takes for a name. */
public final class JavaName {
    private JavaName() {}

    /** The name of a type for what has this name. */
    public static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Whether a method can have this name. */
    public static boolean is(String name) {
        return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
    }
}
