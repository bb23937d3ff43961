package dev.plumb.train.callback;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes a backup of the fit after each epoch, or each so many steps, and goes on from it when the same program is started again: training that was
 * killed anywhere ends with the bits of one that never was. Each setter gives another one.
 *
 * <pre>{@code
 * trainer.fit(data, Fit.epochs(100).callbacks(BackupAndRestore.in(Path.of("backup")).everySteps(500)));
 * }</pre>
 *
 * <p>A backup is one file, {@code fit.plumb}, that is replaced as a whole. It holds the weights, the optimizer, the seed, what is frozen, the history, the
 * place in the epoch with its loss and metrics, and the {@linkplain Callback#saveState state of the other callbacks}, which have all been called before it
 * is written, wherever this one stands among them. It is a model file, too, that {@code load} reads.
 *
 * <p>Each fit has a folder of its own, and no two processes may use one at a time. Of a fit that has ended the backup is deleted.
 */
public final class BackupAndRestore implements Callback {
    private static final String FILE = "fit.plumb";

    private final Path folder;
    private final int everySteps;
    private final boolean deleted;

    private BackupAndRestore(Path folder, int everySteps, boolean deleted) {
        this.folder = folder;
        this.everySteps = everySteps;
        this.deleted = deleted;
    }

    /** After each epoch, in a folder, which is created if it is not there; its parent has to be. */
    public static BackupAndRestore in(Path folder) {
        return new BackupAndRestore(Objects.requireNonNull(folder, "the folder of the backup is null"), 0, true);
    }

    /** After each so many steps of all epochs, and not after epochs. */
    public BackupAndRestore everySteps(int steps) {
        Requirements.require(steps >= 1, "everySteps", steps, "at least 1");
        return new BackupAndRestore(folder, steps, deleted);
    }

    /** Whether the backup is deleted when the fit has ended without an exception, as it is by default; otherwise a fit that is started again ends at once. */
    public BackupAndRestore deleteAtEnd(boolean delete) {
        return new BackupAndRestore(folder, everySteps, delete);
    }

    /** Where the backup is. */
    public Path folder() {
        return folder;
    }

    /** The file of the backup. */
    public Path file() {
        return folder.resolve(FILE);
    }

    /** After how many steps one is written; 0 if after epochs. */
    public int everySteps() {
        return everySteps;
    }

    /** Whether it is deleted at the end. */
    public boolean deletesAtEnd() {
        return deleted;
    }
}
