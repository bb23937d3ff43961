package dev.plumb.runtime;

/** How training and evaluation report their progress on standard output. */
public enum Verbosity {
    /** {@link #BAR} on a terminal, {@link #LINES} elsewhere. */
    AUTO,
    /** Nothing. */
    SILENT,
    /** A bar that moves, one for each epoch: {@code verbose=1} of Keras. */
    BAR,
    /** One line for each epoch: {@code verbose=2} of Keras. */
    LINES
}
