package dev.plumb.processor.read;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.tools.JavaFileManager;
import javax.tools.StandardLocation;

/**
 * Where files of weights are when a model is compiled: in the folder of the option {@code plumb.weights}, among compiled classes, on the class path,
 * beside the sources, in the folder that the compiler runs in.
 *
 * @param folder of the option, if it was given: it comes first, since a build tool that compiles only what changed does not like questions to the class path
 */
public record WeightsFiles(Filer filer, Optional<Path> folder) {
    private static final Map<JavaFileManager.Location, String> LOCATIONS = locations();

    private static Map<JavaFileManager.Location, String> locations() {
        Map<JavaFileManager.Location, String> locations = new LinkedHashMap<>();
        locations.put(StandardLocation.CLASS_OUTPUT, "among the compiled classes");
        locations.put(StandardLocation.CLASS_PATH, "on the class path");
        locations.put(StandardLocation.SOURCE_PATH, "on the source path");
        return locations;
    }

    /** Opens a file from its beginning. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /** The file of a name or path, if it is there. */
    public Optional<Source> find(String location) {
        return folder.flatMap(parent -> inFolder(parent, location))
                .or(() -> LOCATIONS.keySet().stream()
                        .flatMap(where -> at(where, location).stream())
                        .findFirst())
                .or(() -> inFolder(workingFolder(), location));
    }

    /** Where {@link #find} looks, in words. */
    public List<String> places() {
        List<String> places = new ArrayList<>();
        folder.ifPresent(parent -> places.add("in " + parent.toAbsolutePath().normalize()));
        places.addAll(LOCATIONS.values());
        places.add("in the folder that the compiler runs in");
        return places;
    }

    private static Path workingFolder() {
        return new File("").toPath().toAbsolutePath();
    }

    private static Optional<Source> inFolder(Path folder, String location) {
        try {
            Path file = folder.resolve(location);
            return Files.isRegularFile(file) ? Optional.of(() -> Files.newInputStream(file)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A compiler says in several ways that there is no such file, or no such place. */
    private Optional<Source> at(JavaFileManager.Location where, String location) {
        Source source = () -> filer.getResource(where, "", location).openInputStream();
        try (InputStream in = source.open()) {
            return in == null ? Optional.empty() : Optional.of(source);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
