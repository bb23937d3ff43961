package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file is replaced whole, keeps what its owner gave it, and a refusal says what to do. */
final class FileReplacementTest {
    @TempDir
    Path folder;

    private static void write(Path file, String text) throws IOException {
        FileReplacement.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String refused(Path file) {
        return String.valueOf(
                assertThrows(IOException.class, () -> write(file, "new")).getMessage());
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private Path file(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("model.plumb"), "old");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void permissionsAreThoseOfTheOldFileOrOfAnyNewOne() throws IOException {
        for (String old : List.of("rw-------", "rw-rw-rw-", "rwxr-x--x")) {
            Path file = file(old);
            write(file, "new");
            assertEquals(old, permissions(file));
            assertEquals("new", Files.readString(file));
        }
        Path fresh = folder.resolve("fresh.plumb");
        write(fresh, "new");
        assertEquals(permissions(Files.createFile(folder.resolve("other"))), permissions(fresh));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aReadOnlyFileIsRefused() throws IOException {
        Path file = file("r--r--r--");
        assertEquals(
                "'" + file + "' cannot be saved: it is read-only; make it writable, or save under another name",
                refused(file));
        assertEquals("old", Files.readString(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinksAreFollowed() throws IOException {
        Path version = folder.resolve("version2.plumb");
        Path link = Files.createSymbolicLink(folder.resolve("latest.plumb"), Path.of("version2.plumb"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("model.plumb"), link);
        write(linkToLink, "first"); // leads to nothing yet
        write(link, "second");
        assertEquals("second", Files.readString(version));
        assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(linkToLink));
        assertFalse(Files.isSymbolicLink(version));
        Path circle = folder.resolve("circle.plumb");
        Files.createSymbolicLink(circle, circle);
        assertEquals("'" + circle + "' cannot be saved: its symbolic links lead in a circle", refused(circle));
    }

    @Test
    void namesMayBeAsLongAsTheSystemAllows() throws IOException {
        Path longest = folder.resolve("m".repeat(249) + ".plumb");
        write(longest, "new");
        assertEquals(List.of(longest), files());
        Path beyond = folder.resolve("m".repeat(250) + ".plumb");
        assertTrue(refused(beyond).startsWith("'" + beyond + "' cannot be saved: "), refused(beyond));
        assertEquals(List.of(longest), files());
    }

    @Test
    void whereNoFileCanBeIsSaid() throws IOException {
        assertEquals(
                "'" + folder + "' cannot be saved: it is a folder; give the name of a file, such as model.plumb",
                refused(folder));
        Path missing = folder.resolve("missing");
        assertEquals(
                "'" + missing.resolve("model.plumb") + "' cannot be saved: the folder '" + missing
                        + "' does not exist; create it first",
                refused(missing.resolve("model.plumb")));
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertEquals(
                "'" + file.resolve("model.plumb") + "' cannot be saved: '" + file + "' is a file, not a folder",
                refused(file.resolve("model.plumb")));
    }

    /** Moving a file over it would make the device a file. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDeviceIsNotReplaced() {
        assertEquals(
                "'/dev/null' cannot be saved: it is a device or a pipe; give the name of a file",
                refused(Path.of("/dev/null")));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("model.plumb"), "old");
        IOException failed = assertThrows(
                IOException.class,
                () -> FileReplacement.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }));
        assertEquals("'" + file + "' cannot be saved: No space left on device", failed.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
        Path file = Files.writeString(folder.resolve("model.plumb"), "old");
        Thread.currentThread().interrupt();
        try {
            write(file, "new");
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals("new", Files.readString(file));
    }

    @Test
    void threadsThatWriteOneFileDoNotDisturbEachOther() throws Exception {
        Path file = folder.resolve("model.plumb");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> writing = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            writing.add(threads.submit(() -> {
                write(file, "new");
                return Files.readString(file);
            }));
        }
        threads.shutdown();
        for (Future<?> written : writing) {
            assertEquals("new", written.get());
        }
        assertEquals(List.of(file), files());
    }

    @Test
    void anotherFileSystemIsRefused() throws IOException {
        URI archive = URI.create("jar:" + folder.resolve("archive.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path file = zip.getPath("/model.plumb");
            assertEquals(
                    "'/model.plumb' cannot be saved: it is not in a file system of the machine; save to a path there and"
                            + " copy the file",
                    refused(file));
            IOException unread = assertThrows(IOException.class, () -> ArchiveReader.open(file));
            assertEquals(
                    "'/model.plumb' is not in a file system of the machine: copy the file there and load it from there",
                    unread.getMessage());
        }
    }

    /** Another process is killed while it writes; what it leaves is removed, what one still writes is not. */
    @Test
    void leftoversOfKilledProcessesAreRemoved() throws Exception {
        Path file = Files.writeString(folder.resolve("model.plumb"), "old");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stuck.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals('w', process.getInputStream().read(), "it writes");
            assertEquals(2, files().size());
            write(file, "new");
            assertEquals(2, files().size(), "what the other process writes is left alone");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals("new", Files.readString(file));
        assertEquals(2, files().size());
        write(file, "newer");
        assertEquals(List.of(file), files());
    }

    /** A process that never gets to the end of a file. */
    static final class Stuck {
        @SuppressWarnings("SystemOut") // tells the other process
        public static void main(String[] arguments) throws IOException {
            FileReplacement.write(Path.of(arguments[0]), out -> {
                out.write(new byte[100_000]);
                System.out.print("w");
                System.out.flush();
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            });
        }
    }
}
