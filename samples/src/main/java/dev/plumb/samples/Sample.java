package dev.plumb.samples;

import java.io.PrintStream;
import java.util.List;

/** A small program that shows one idea. */
public interface Sample {
    /** What it is called on the command line. */
    String name();

    /** What it shows, in one line. */
    String idea();

    /**
     * Runs it.
     *
     * @param arguments what follows the name on the command line
     * @param out where results go; progress and summaries go to standard output
     */
    void run(List<String> arguments, PrintStream out);
}
