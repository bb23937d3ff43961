package dev.plumb.source;

import java.nio.file.Path;

/**
 * A file of source.
 *
 * @param path where it belongs below the root of the sources: {@code models/Digits.java}
 * @param text what it says
 */
public record SourceFile(Path path, String text) {}
