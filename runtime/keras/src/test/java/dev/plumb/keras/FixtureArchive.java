package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An archive of fixtures that a script has made. */
record FixtureArchive(Path archive) {

    /** One in the folder of this module's fixtures. */
    static FixtureArchive of(String name) {
        return new FixtureArchive(Path.of("src/test/resources/keras", name));
    }

    /** The names of entries of an ending, without it. */
    List<String> names(String ending) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] entry(String name) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An entry as a file in this folder. */
    Path file(String name, Path folder) {
        try {
            return Files.write(folder.resolve(name), entry(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> json(String name) {
        try {
            return JSON.std.mapFrom(new String(entry(name), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
