package dev.plumb.processor.read;

import javax.lang.model.SourceVersion;

/** What Java takes for a name. */
public final class JavaName {
    private JavaName() {}

    /** Whether a method can have this name. */
    public static boolean is(String name) {
        return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
    }
}
