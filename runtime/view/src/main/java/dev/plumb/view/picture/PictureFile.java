package dev.plumb.view.picture;

import dev.plumb.io.FileReplacement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** Pictures to files, by the ending of the name: {@code .svg}, {@code .png} or {@code .html}. A file is written whole or not at all. */
public final class PictureFile {
    private PictureFile() {}

    /** The kinds of files. */
    public enum Kind {
        /** Vectors: sharp at any size, small, dark on dark pages. */
        SVG,
        /** Pixels. */
        PNG,
        /** A page. */
        HTML
    }

    /**
     * The kind of a file by its name.
     *
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public static Kind kind(Path file) {
        Objects.requireNonNull(file, "the file to draw to is null");
        String name = Objects.toString(file.getFileName(), "").toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        int dot = name.lastIndexOf('.');
        throw new IllegalArgumentException("'" + file + "' "
                + (dot < 0 ? "has no ending" : "ends with " + name.substring(dot))
                + ", which tells what to draw: name it .svg, .png or .html");
    }

    /**
     * Draws a picture or writes a page.
     *
     * @param picture for {@code .svg} and {@code .png}
     * @param page for {@code .html}
     * @throws IllegalArgumentException if the ending of the name is none of these
     * @throws UncheckedIOException if the file cannot be written; the message says why
     */
    public static void write(Path file, Supplier<Picture> picture, Supplier<String> page) {
        switch (kind(file)) {
            case SVG -> write(file, Svg.file(picture.get()));
            case PNG -> write(file, Png.file(picture.get()));
            case HTML -> write(file, page.get());
        }
    }

    /** Writes a text. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) {
        try {
            FileReplacement.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
