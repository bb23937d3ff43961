package dev.plumb.data.source;

import dev.plumb.array.InputException;
import dev.plumb.io.MissingPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder that has a folder for each class, with its files anywhere below: both by the alphabet, as Keras's index_directory has them.
 *
 * @param classes the names of the folders; the place in this list is the label
 * @param files of the classes, one class after the other
 */
record ClassFolders(List<String> classes, List<Labelled> files) {
    /** A file and the place of its class. */
    record Labelled(Path file, int label) {}

    ClassFolders {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    /** By characters, as Python sorts; paths of the machine may differ in that. */
    private static final Comparator<Path> BY_NAME = Comparator.comparing(SourceFile::name);

    /**
     * Looks for the files whose names end like this, in any case.
     *
     * @throws InputException if there is no such folder, or no such file in it
     */
    static ClassFolders of(Path folder, List<String> endings) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(MissingPath.folder(folder));
        }
        List<Path> subfolders = listed(
                folder,
                path -> Files.isDirectory(path) && !SourceFile.name(path).startsWith("."));
        if (subfolders.isEmpty()) {
            throw new InputException("folder " + folder + " has no folders: expected one for each class");
        }
        List<Labelled> files = new ArrayList<>();
        for (int label = 0; label < subfolders.size(); label++) {
            add(subfolders.get(label), label, endings, files);
        }
        if (files.isEmpty()) {
            throw new InputException("the folders of " + folder + " have no files that end with " + endings);
        }
        return new ClassFolders(subfolders.stream().map(SourceFile::name).toList(), files);
    }

    /** Files before folders below: Python's os.walk, sorted by the paths of folders. */
    private static void add(Path folder, int label, List<String> endings, List<Labelled> files) {
        List<Path> below = new ArrayList<>(List.of(folder));
        below.addAll(foldersBelow(folder));
        below.sort(Comparator.comparing(Path::toString));
        for (Path each : below) {
            listed(each, path -> Files.isRegularFile(path) && hasEnding(path, endings))
                    .forEach(file -> files.add(new Labelled(file, label)));
        }
    }

    private static List<Path> foldersBelow(Path folder) {
        List<Path> below = new ArrayList<>();
        for (Path path : listed(folder, Files::isDirectory)) {
            if (!Files.isSymbolicLink(path)) {
                below.add(path);
                below.addAll(foldersBelow(path));
            }
        }
        return below;
    }

    private static boolean hasEnding(Path path, List<String> endings) {
        String name = SourceFile.name(path).toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }

    private static List<Path> listed(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(wanted).sorted(BY_NAME).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
