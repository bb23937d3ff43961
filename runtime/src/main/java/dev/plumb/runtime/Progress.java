package dev.plumb.runtime;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Prints the progress of an epoch or an evaluation as Keras 3 does. Not safe for use by several threads. */
public final class Progress {
    private static final int WIDTH = 20;
    private static final double REDRAW_SECONDS = 0.05;
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String GREY = "\u001b[37m";
    private static final String PLAIN = "\u001b[0m";

    private final Verbosity verbosity;
    /** Whether a line can be drawn again: not in a log. */
    private final boolean dynamic;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    /** The number of steps of an epoch, or 0 until it is known: a source that does not tell has been counted after the first epoch. */
    private int steps;

    private boolean counted;
    private int done;
    private int skipped;
    private long start;
    private long firstStep;
    private double lastDrawn;
    private int lastWidth;

    private Progress(Verbosity verbosity, boolean dynamic, PrintStream out, LongSupplier nanoTime) {
        this.verbosity = verbosity;
        this.dynamic = dynamic;
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** Progress on standard output. */
    public static Progress of(Verbosity verbosity) {
        boolean dynamic = isTerminal() || isDrawn(System.getenv(), System.getProperty("java.class.path", ""));
        Verbosity resolved = verbosity != Verbosity.AUTO ? verbosity : dynamic ? Verbosity.BAR : Verbosity.LINES;
        return new Progress(resolved, dynamic, System.out, System::nanoTime);
    }

    /** Progress elsewhere, by another clock; {@code AUTO} means lines. */
    public static Progress of(Verbosity verbosity, PrintStream out, LongSupplier nanoTime) {
        return of(verbosity, true, out, nanoTime);
    }

    /** Progress where a line can be drawn again, or cannot. */
    static Progress of(Verbosity verbosity, boolean dynamic, PrintStream out, LongSupplier nanoTime) {
        return new Progress(verbosity == Verbosity.AUTO ? Verbosity.LINES : verbosity, dynamic, out, nanoTime);
    }

    /** Whether what is printed is read in the window of an IDE, or in a notebook, which draw lines again as a terminal does. */
    static boolean isDrawn(Map<String, String> environment, String classPath) {
        return environment.containsKey("JPY_PARENT_PID") || classPath.contains("idea_rt.jar");
    }

    @SuppressWarnings(
            "SystemConsoleNull") // Both meanings of System.console() are handled: null before Java 22, isTerminal()
    // since.
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Java 22 and later: a console may exist without a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /**
     * Begins an epoch.
     *
     * @param epoch 0-based
     * @param totalSteps the number of batches, if it is known; otherwise it is taken to be that of the epoch before
     */
    public void begin(int epoch, int epochs, OptionalInt totalSteps) {
        steps = totalSteps.orElse(done);
        counted = totalSteps.isPresent();
        done = 0;
        skipped = 0;
        start = nanoTime.getAsLong();
        firstStep = start;
        lastDrawn = Double.NEGATIVE_INFINITY;
        lastWidth = 0;
        if (verbosity != Verbosity.SILENT && epochs > 1) {
            out.println("Epoch " + (epoch + 1) + "/" + epochs);
        }
    }

    /** Goes on in the middle of an epoch, behind so many steps. */
    void resume(int finished) {
        done = finished;
        skipped = finished;
    }

    /** Reports a finished step (1-based); the values are asked for only when something is drawn. */
    public void step(int finished, Supplier<Map<String, Double>> values) {
        done = finished;
        if (verbosity == Verbosity.SILENT) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (done == skipped + 1) {
            firstStep = now;
        }
        double elapsed = (now - start) / 1e9;
        boolean isKnown = steps > 0;
        if (verbosity == Verbosity.BAR && dynamic && (done < steps || !isKnown) && elapsed - lastDrawn >= REDRAW_SECONDS) {
            lastDrawn = elapsed;
            double step = stepSeconds(now);
            String time = isKnown ? eta(step * (steps - done)) : seconds(elapsed);
            draw((isKnown ? bar(steps) : String.format(Locale.ROOT, "%7d/Unknown", done)) + " " + BOLD + time + PLAIN
                    + " " + perStep(step) + LogText.values(values.get()));
            out.flush();
        }
    }

    /** Ends the epoch with its final values, those of validation among them. */
    public void end(Map<String, Double> values) {
        if (verbosity == Verbosity.SILENT) {
            return;
        }
        if (counted) { // a last batch that is scored in parts is one
            done = Math.min(done, steps);
        }
        long now = nanoTime.getAsLong();
        String seconds = seconds((now - start) / 1e9);
        String step = perStep(stepSeconds(now));
        if (verbosity == Verbosity.BAR) {
            draw(bar(done) + " " + BOLD + seconds + PLAIN + " " + step + LogText.values(values));
            out.println();
            lastWidth = 0;
        } else if (verbosity == Verbosity.LINES) {
            out.println(done + "/" + done + " - " + seconds + " - " + step + LogText.values(values));
        }
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.0fs", seconds);
    }

    /** Prints a line, below that of an epoch that is under way, which is drawn again. */
    void say(String line) {
        if (verbosity != Verbosity.SILENT) {
            if (lastWidth > 0) {
                out.println();
                lastWidth = 0;
            }
            out.println(line);
        }
    }

    private void draw(String line) {
        String plain = line.replaceAll("\u001b\\[\\d+m", "");
        if (dynamic) {
            out.print("\r" + line + " ".repeat(Math.max(0, lastWidth - plain.length())));
            lastWidth = plain.length();
        } else {
            out.print(plain);
        }
    }

    private String bar(int of) {
        int filled = (int) ((long) WIDTH * done / Math.max(1, of));
        String total = Integer.toString(of);
        return BOLD + " ".repeat(total.length() - Integer.toString(done).length()) + done + "/" + total + PLAIN + " "
                + GREEN + "━".repeat(filled) + PLAIN + GREY + "━".repeat(WIDTH - filled) + PLAIN;
    }

    /** The first step, which prepares the kernels, does not count once there are more. */
    private double stepSeconds(long now) {
        int taken = done - skipped;
        return taken > 1 ? (now - firstStep) / 1e9 / (taken - 1) : (now - start) / 1e9 / Math.max(1, taken);
    }

    private static String eta(double seconds) {
        long whole = (long) seconds;
        if (whole > 3600) {
            return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole % 3600 / 60, whole % 60);
        }
        return whole > 60 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60) : whole + "s";
    }

    private static String perStep(double seconds) {
        if (seconds >= 1 || seconds == 0) {
            return String.format(Locale.ROOT, "%.0fs/step", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.0fms/step", seconds * 1e3)
                : String.format(Locale.ROOT, "%.0fus/step", seconds * 1e6);
    }
}
