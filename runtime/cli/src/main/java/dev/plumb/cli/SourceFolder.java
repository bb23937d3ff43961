package dev.plumb.cli;

import dev.plumb.io.FileReplacement;
import dev.plumb.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root of sources to write to.
 *
 * @param force whether files that exist are replaced
 */
record SourceFolder(Path root, boolean force) {
    /**
     * Sees to it that nothing is overwritten that nobody wants overwritten.
     *
     * @throws Refusal if one of the files exists
     */
    void requireFree(List<SourceFile> files) {
        files.forEach(file -> requireFree(root.resolve(file.path())));
    }

    void requireFree(Path file) {
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(
                    "'" + file + "' exists: say --force to replace it, or another --out, --package or --name");
        }
    }

    /**
     * Writes the files.
     *
     * @return where they are
     * @throws Refusal if that is impossible
     */
    List<Path> write(List<SourceFile> files) {
        List<Path> written = new ArrayList<>();
        for (SourceFile file : files) {
            Path target = root.resolve(file.path());
            makeFolderOf(target);
            try {
                FileReplacement.write(target, out -> out.write(file.text().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new Refusal(e.getMessage(), e);
            }
            written.add(target);
        }
        return written;
    }

    /** Makes the folder that a file is to lie in. */
    static void makeFolderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new Refusal("the folder of '" + file + "' cannot be made: " + e.getMessage(), e);
        }
    }
}
