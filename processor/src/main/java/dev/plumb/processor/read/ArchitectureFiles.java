package dev.plumb.processor.read;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of architectures: a file for each model in a folder, by the name of its interface with its package. */
public record ArchitectureFiles(Path folder) {
    /** What their names end with. */
    public static final String ENDING = ".architecture";

    /** Where the record of a model is, or should be. */
    public Path file(String model) {
        return folder.resolve(model + ENDING);
    }

    /** Whether a folder is where the record of a model should be. */
    public boolean isFolder(String model) {
        return Files.isDirectory(file(model));
    }

    /**
     * The record of a model, if there is one.
     *
     * @throws CharacterCodingException if it is no text in UTF-8
     * @throws IOException if it cannot be read
     */
    public Optional<String> read(String model) throws IOException {
        Path file = file(model);
        if (isFolder(model)) {
            throw new FileSystemException(file.toString(), null, "there is a folder of this name");
        }
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** The names of the models that have records, sorted. */
    public List<String> models() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }
}
