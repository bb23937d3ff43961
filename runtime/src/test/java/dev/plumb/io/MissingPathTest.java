package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of files and folders that are not there. */
final class MissingPathTest {
    @TempDir
    Path folder;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    @Test
    void theNearestNameIsOffered() throws IOException {
        files("plant.csv", "people.csv");
        assertEquals(
                "there is no file " + folder.resolve("plnt.csv") + ", did you mean 'plant.csv'?",
                MissingPath.file(folder.resolve("x/../plnt.csv")));
    }

    @Test
    void filesOfTheSameEndingAreListedIfNoNameIsNear() throws IOException {
        files("a.csv", "b.csv", "c.txt");
        assertEquals(
                "there is no file " + folder.resolve("weather.csv") + ": its folder has [a.csv, b.csv]",
                MissingPath.file(folder.resolve("weather.csv")));
        files("c.csv", "d.csv", "e.csv", "f.csv");
        assertEquals(
                "there is no file " + folder.resolve("weather.csv")
                        + ": its folder has [a.csv, b.csv, c.csv, d.csv, e.csv, …]",
                MissingPath.file(folder.resolve("weather.csv")));
        assertEquals("there is no file " + folder.resolve("weather"), MissingPath.file(folder.resolve("weather")));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("data/2026/plant.csv");
        assertEquals(
                "there is no file " + file + ": there is no folder " + folder.resolve("data"), MissingPath.file(file));
    }

    @Test
    void foldersAreOfferedForFolders() throws IOException {
        files("image");
        Files.createDirectory(folder.resolve("images"));
        assertEquals(
                "there is no folder " + folder.resolve("imges") + ", did you mean 'images'?",
                MissingPath.folder(folder.resolve("imges")));
    }
}
