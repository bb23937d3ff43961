package dev.plumb.runtime;

import dev.plumb.io.FitState;
import dev.plumb.train.callback.BackupAndRestore;
import dev.plumb.train.callback.Callback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The backups of a fit: read before it begins, written while it runs, deleted when it has ended well. No other process uses their folder meanwhile. */
final class Backups implements AutoCloseable {
    private static final String LOCK = "fit.lock";

    private final BackupAndRestore options;
    private final List<Callback> callbacks;
    private final @Nullable FileChannel lock;
    private int taken;

    private Backups(BackupAndRestore options, List<Callback> callbacks, @Nullable FileChannel lock) {
        this.options = options;
        this.callbacks = callbacks;
        this.lock = lock;
    }

    /**
     * Those that a callback asks for; empty if there is none.
     *
     * @throws IllegalArgumentException if there are several, or their folder cannot be
     * @throws IllegalStateException if another fit uses the folder
     */
    static Optional<Backups> of(List<Callback> callbacks) {
        List<BackupAndRestore> asked = callbacks.stream()
                .filter(BackupAndRestore.class::isInstance)
                .map(BackupAndRestore.class::cast)
                .toList();
        if (asked.size() > 1) {
            throw new IllegalArgumentException("a fit has one BackupAndRestore, found " + asked.size() + ", in "
                    + asked.stream().map(BackupAndRestore::folder).toList());
        }
        return asked.stream().findFirst().map(options -> new Backups(options, callbacks, locked(options.folder())));
    }

    /** Null where the file system knows no locks. */
    private static @Nullable FileChannel locked(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "backups cannot be written to '" + folder + "': " + e
                            + "; give a folder that can be made and written to",
                    e);
        }
        throw new IllegalStateException("another fit that runs writes its backups to '" + folder
                + "': give each a folder of its own, or wait until the other one has ended");
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            // Freed by the system when the process ends, however it does.
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Takes everything back, if there is a backup.
     *
     * @param data what is trained on
     * @param began the number of steps before the fit
     * @throws IllegalArgumentException if it is a backup of something else; nothing is changed then
     * @throws UncheckedIOException if it cannot be read; nothing is changed then, either
     */
    Optional<FitState> restore(Trainee<?, ?> trainee, FitState.Data data, long began) {
        Path file = options.file();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(trainee.restore(file, saved -> {
                requireFits(saved, data, began);
                WatcherStates.requireAll(callbacks, saved.callbacks());
            }));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "training cannot go on from the backup '" + file + "': " + e.getMessage()
                            + "\n  fix     train as it was begun, or delete the file to begin anew",
                    e);
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(
                    "training cannot go on from its backup: " + e.getMessage()
                            + "\n  fix     copy the file again, or delete it to begin anew",
                    e.getCause());
        }
    }

    /** Takes back a part of the state, and says of one that does not fit that it is that of the backup. */
    void restoring(Runnable work) {
        try {
            work.run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalStateException(
                    "training cannot go on from the backup '" + options.file() + "': " + e.getMessage()
                            + "\n  fix     train as it was begun, or delete the file to begin anew",
                    e);
        }
    }

    private static void requireFits(FitState saved, FitState.Data data, long began) {
        FitState.Data before = saved.data();
        require(
                before.examples() == data.examples(),
                "the data set had " + examples(before) + ", and it has " + examples(data));
        require(
                before.batchSize() == data.batchSize(),
                "the batch size was " + before.batchSize() + ", and it is " + data.batchSize());
        require(
                before.shuffled() == data.shuffled(),
                "the examples were " + shuffled(before) + ", and now they are " + shuffled(data));
        require(
                before.order().equals(data.order()),
                "the seed of their order was " + seed(before) + ", and it is " + seed(data));
        require(
                saved.place().step() == 0 || !saved.tally().sums().isEmpty(),
                "it was written after " + saved.place().step()
                        + " steps of an epoch, and holds no sums of their losses");
        require(
                saved.began() <= began,
                "its fit began after " + saved.began() + " steps, and this one begins after " + began
                        + ": each fit of a program has a folder of its own, as the first one would take the backup of"
                        + " the second");
    }

    private static String examples(FitState.Data data) {
        return data.examples() < 0 ? "an unknown number of examples" : data.examples() + " examples";
    }

    private static String shuffled(FitState.Data data) {
        return data.shuffled() ? "shuffled" : "not shuffled";
    }

    private static String seed(FitState.Data data) {
        return data.order().isPresent() ? Long.toString(data.order().getAsLong()) : "that of the model";
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Counts a step; whether a backup is to be written after it. */
    boolean isDueAfterStep() {
        taken++;
        return options.everySteps() > 0 && taken % options.everySteps() == 0;
    }

    /** Whether a backup is to be written after an epoch. */
    boolean isDueAfterEpoch() {
        return options.everySteps() == 0;
    }

    void write(Trainee<?, ?> trainee, FitState state) {
        trainee.backup(options.file(), state);
    }

    /** The fit has ended as it should. */
    void ended() {
        if (options.deletesAtEnd()) {
            try {
                Files.deleteIfExists(options.file());
            } catch (IOException e) {
                throw new UncheckedIOException("the backup '" + options.file() + "' cannot be deleted: " + e, e);
            }
        }
    }

    @Override
    public void close() {
        FileChannel held = lock;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the folder '" + options.folder() + "' cannot be released: " + e, e);
            }
        }
    }
}
