package dev.plumb.io;

import dev.plumb.graph.problem.Similar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is said of a file or a folder that is not there: where it was looked for, and what is there instead. */
public final class MissingPath {
    private static final int FILES_SHOWN = 5;
    /** A folder of millions of files must not make a message slow. */
    private static final int FILES_READ = 10_000;

    private MissingPath() {}

    /**
     * Such as {@code there is no file /data/plnt.csv, did you mean 'plant.csv'?} or, if nothing is nearly named so, {@code there is no file
     * /data/plnt.csv: its folder has [a.csv, b.csv]}, those of the same ending.
     */
    public static String file(Path file) {
        return words("file", file, Files::isRegularFile);
    }

    /** As {@link #file}, of a folder: {@code there is no folder /data/imgs, did you mean 'images'?} */
    public static String folder(Path folder) {
        return words("folder", folder, Files::isDirectory);
    }

    private static String words(String kind, Path path, Predicate<Path> isOfKind) {
        Path sought = path.toAbsolutePath().normalize();
        Path folder = sought.getParent();
        String problem = "there is no " + kind + " " + sought;
        if (folder == null || sought.getFileName() == null) {
            return problem;
        }
        if (!Files.isDirectory(folder)) {
            return problem + ": there is no folder " + firstMissing(folder);
        }
        return problem + instead(sought.getFileName().toString(), names(folder, isOfKind));
    }

    private static Path firstMissing(Path folder) {
        Path missing = folder;
        while (missing.getParent() != null && !Files.exists(missing.getParent())) {
            missing = missing.getParent();
        }
        return missing;
    }

    private static String instead(String name, List<String> names) {
        String hint = Similar.hint(name, names);
        if (!hint.isEmpty()) {
            return hint;
        }
        int point = name.lastIndexOf('.');
        List<String> alike = names.stream()
                .filter(each -> point > 0 && each.endsWith(name.substring(point)))
                .toList();
        if (alike.isEmpty()) {
            return "";
        }
        return ": its folder has "
                + (alike.size() > FILES_SHOWN
                        ? alike.subList(0, FILES_SHOWN).toString().replace("]", ", …]")
                        : alike);
    }

    private static List<String> names(Path folder, Predicate<Path> isOfKind) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(FILES_READ)
                    .filter(isOfKind)
                    .map(Path::getFileName)
                    .filter(Objects::nonNull)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // then nothing is known of what is there
        }
    }
}
