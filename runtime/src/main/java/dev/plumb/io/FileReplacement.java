package dev.plumb.io;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file whole or not at all: beside its place, forced to disk, then moved over what was there. Nobody ever sees half a file, and a
 * failure, a kill or a crash of the machine leaves the old one as it was.
 *
 * <p>The new file has owner, group and permissions of the one that it replaces, or those of any new file. A symbolic link stays one: what it
 * leads to is replaced. An interrupt of the thread changes nothing, so no channel does the writing: those close when their thread is
 * interrupted.
 *
 * <p>What is written beside is locked while it is written. An unlocked one is left over from a process that was killed, and is removed by the
 * next write of the same file.
 */
public final class FileReplacement {
    private static final boolean MOVES_OPEN_FILES = File.separatorChar == '/';
    /** The kernel's own limit. */
    private static final int MOST_LINKS = 40;
    /**
     * Is in the names of what this process writes, so that its threads leave each other's files alone: a second lock of one file is an error
     * within a process, and to close a file frees all locks that the process has on it.
     */
    private static final String THIS_PROCESS = hexadecimal(8);

    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path target;
    private final Path folder;
    private final Optional<PosixFileAttributes> replaced;

    private FileReplacement(Path target, Path folder, Optional<PosixFileAttributes> replaced) {
        this.target = target;
        this.folder = folder;
        this.replaced = replaced;
    }

    /** What writes the bytes. */
    public interface Content {
        /** Writes all of them; the stream is closed by whoever gave it. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes the file.
     *
     * @throws IOException if that is impossible; the message names the file as the caller did, the reason and, where there is one, a remedy
     */
    public static void write(Path file, Content content) throws IOException {
        Objects.requireNonNull(file, "the file to save to is null");
        try {
            of(file).write(content);
        } catch (IOException e) {
            throw new IOException("'" + file + "' cannot be saved: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission to write in its folder";
        }
        String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }

    private static FileReplacement of(Path file) throws IOException {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IOException("it is not in a file system of the machine; save to a path there and copy the file");
        }
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new IOException("its symbolic links lead in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException("it is a folder; give the name of a file, such as model.plumb");
        }
        if (!Files.exists(folder)) {
            throw new IOException("the folder '" + folder + "' does not exist; create it first");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("'" + folder + "' is a file, not a folder");
        }
        return new FileReplacement(target, folder, replaced(target));
    }

    /** What is known of the file that is there; empty if there is none, or if the file system knows no owners and permissions. */
    private static Optional<PosixFileAttributes> replaced(Path target) throws IOException {
        try {
            if (!Files.readAttributes(target, BasicFileAttributes.class).isRegularFile()) {
                throw new IOException("it is a device or a pipe; give the name of a file");
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        Optional<PosixFileAttributes> attributes = view == null ? Optional.empty() : Optional.of(view.readAttributes());
        // Moving over a file asks for no permission on it, and the administrator has all: what says "read-only" is kept
        // anyway.
        boolean writable = attributes
                .map(known -> known.permissions().stream().anyMatch(WRITE::contains))
                .orElse(true);
        if (!writable || !Files.isWritable(target)) {
            throw new IOException("it is read-only; make it writable, or save under another name");
        }
        return attributes;
    }

    private void write(Content content) throws IOException {
        removeLeftovers();
        try (Beside beside = beside()) {
            try (OutputStream bytes = beside.bytes()) {
                content.write(bytes);
            }
            beside.out().getFD().sync();
            if (replaced.isPresent()) {
                keep(replaced.get(), beside.path());
            }
            if (!MOVES_OPEN_FILES) {
                beside.out().close();
            }
            move(beside.path(), target);
        }
        forceFolder();
    }

    /** A file that is written beside the target, and removed if it was not moved away. */
    private record Beside(Path path, FileOutputStream out) implements AutoCloseable {
        /** Closing it leaves the file open, and so locked. */
        OutputStream bytes() {
            return new BufferedOutputStream(out, 1 << 16) {
                @Override
                public void close() throws IOException {
                    flush();
                }
            };
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } finally {
                Files.deleteIfExists(path);
            }
        }
    }

    private Beside beside() throws IOException {
        // Whoever may not read the file may not read it while it is written.
        FileAttribute<?>[] attributes = replaced.stream()
                .map(old -> PosixFilePermissions.asFileAttribute(withOwnersWrite(old.permissions())))
                .toArray(FileAttribute<?>[]::new);
        while (true) {
            Path path = Files.createFile(
                    folder.resolve(prefix() + THIS_PROCESS + "-" + hexadecimal(16) + ".tmp"), attributes);
            Beside beside = new Beside(path, new FileOutputStream(path.toFile()));
            if (lock(beside.out()) && Files.exists(path)) {
                return beside;
            }
            // Another process took it for a leftover before it was locked.
            beside.close();
        }
    }

    private static Set<PosixFilePermission> withOwnersWrite(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> more = EnumSet.copyOf(permissions);
        more.add(PosixFilePermission.OWNER_WRITE);
        return more;
    }

    /** Whether the file could be locked, or the file system has no locks; then leftovers stay, because they cannot be told. */
    private static boolean lock(FileOutputStream out) {
        try {
            return out.getChannel().tryLock() != null;
        } catch (IOException e) {
            return true;
        }
    }

    /** The beginning of the names beside: the name of the target would make them too long, where it is long itself. */
    private String prefix() {
        return ".plumb-" + Integer.toHexString(target.getFileName().toString().hashCode()) + "-";
    }

    private static String hexadecimal(int digits) {
        return String.format("%016x", ThreadLocalRandom.current().nextLong()).substring(16 - digits);
    }

    private void removeLeftovers() {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(
                folder, candidate -> isBeside(candidate.getFileName().toString()))) {
            candidates.forEach(FileReplacement::removeUnlocked);
        } catch (IOException | DirectoryIteratorException e) {
            // They take space; that is no reason not to save.
        }
    }

    /** Whether a file is, or was, written beside the target by another process. */
    private boolean isBeside(String name) {
        return name.startsWith(prefix()) && name.endsWith(".tmp") && !name.startsWith(prefix() + THIS_PROCESS);
    }

    private static void removeUnlocked(Path candidate) {
        if (!Files.isRegularFile(candidate, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(candidate, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(candidate);
            }
        } catch (IOException e) {
            // Gone, or not ours to remove.
        }
    }

    /** Gives a file the permissions of another, and its owner and group if this process may. */
    private static void keep(PosixFileAttributes old, Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        PosixFileAttributes fresh = view.readAttributes();
        try {
            if (!fresh.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            if (!fresh.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
        } catch (IOException e) {
            // Only the administrator may give files away: the file is then of who saves it, as any file that one
            // writes.
        }
        view.setPermissions(old.permissions());
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** So that the new name survives a crash of the machine. Not every system can do it; the file is whole all the same. */
    private void forceFolder() {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
