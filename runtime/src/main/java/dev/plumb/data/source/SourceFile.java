package dev.plumb.data.source;

import dev.plumb.io.MissingPath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files that are read to their end, and what is said of those that are not what they should be. */
final class SourceFile {
    /** What is asked for at once: a file that says that it is larger than it is must not make anybody reserve memory. */
    private static final int PIECE = 1 << 20;

    private SourceFile() {}

    /** What is read of a file, which may break off. */
    @FunctionalInterface
    interface Content<S, R> {
        R read(S source) throws IOException;
    }

    /**
     * Reads a file, which is unpacked if its name ends with {@code .gz}.
     *
     * @throws UncheckedIOException if it cannot be read or is not what it should be; the message names it
     */
    static <R> R read(Path file, Content<InputStream, R> content) {
        return guarded(file, path -> {
            try (InputStream bytes = Files.newInputStream(path);
                    InputStream input = plain(path, new BufferedInputStream(bytes))) {
                return content.read(input);
            }
        });
    }

    /** As {@link #read}, for what opens the file itself. */
    static <R> R guarded(Path file, Content<Path, R> content) {
        try {
            return content.read(file);
        } catch (EOFException e) {
            throw failed(file, "it ends too early", e);
        } catch (ZipException e) {
            throw failed(file, "it is no sound gzip or zip file: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw failed(file, MissingPath.file(file), e);
        } catch (IOException e) {
            throw failed(file, e instanceof Malformed ? String.valueOf(e.getMessage()) : e.toString(), e);
        }
    }

    private static InputStream plain(Path file, InputStream bytes) throws IOException {
        return name(file).endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    static UncheckedIOException failed(Path file, String problem, Exception cause) {
        return new UncheckedIOException("cannot read " + file + ": " + problem, new IOException(cause));
    }

    /** A file is not what it should be. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static String name(Path file) {
        Path last = file.getFileName();
        return (last == null ? file : last).toString();
    }

    /**
     * So many bytes, no more of which are reserved than there are.
     *
     * @throws EOFException if there are fewer
     */
    static byte[] bytes(InputStream input, int count) throws IOException {
        byte[] bytes = new byte[Math.min(count, PIECE)];
        int read = 0;
        while (read < count) {
            if (read == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length));
            }
            int more = input.read(bytes, read, bytes.length - read);
            if (more < 0) {
                throw new EOFException();
            }
            read += more;
        }
        return bytes;
    }

    /** Tells what comes behind the end. */
    static void requireEnd(InputStream input) throws IOException {
        if (input.read() >= 0) {
            throw new Malformed("there is more behind its end");
        }
    }
}
