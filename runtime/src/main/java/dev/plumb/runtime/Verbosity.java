package dev.plumb.runtime;

/** How training and evaluation report their progress on standard output. */
public enum Verbosity {
    /** {@link #BAR} on a terminal, in the console of an IDE and in a notebook, {@link #LINES} elsewhere, such as in logs. */
    AUTO,
    /** Nothing. */
    SILENT,
    /** A bar that moves, one for each epoch: {@code verbose=1} of Keras. Where no line can be drawn again, only the last state of each, without colours. */
    BAR,
    /** One line for each epoch: {@code verbose=2} of Keras. */
    LINES
}
