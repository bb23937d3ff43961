package dev.plumb.processor.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text files that nobody sees half-written. */
final class TextFiles {
    private TextFiles() {}

    /** Writes a file beside its place and moves it there. */
    static void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
