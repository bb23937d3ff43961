package dev.plumb.samples.soak;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;

/**
 * A million single predictions from two threads: correct, with flat memory. The Java heap is given what it is allowed to take, so start it with
 * {@code -Xms64m -Xmx64m -XX:+AlwaysPreTouch} to see nothing but native memory move.
 */
public final class SoakSample implements Sample {
    private static final int PARTS = 10;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String idea() {
        return "a million single predictions from two threads, all checked, memory printed";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        int predictions = arguments.isEmpty() ? 1_000_000 : Integer.parseInt(arguments.get(0));
        Soak soak = new Soak(2);
        soak.predict(predictions / PARTS);
        out.println("after warming up   " + Memory.now());
        long nanos = 0;
        long wrong = 0;
        for (int part = 1; part <= PARTS; part++) {
            long start = System.nanoTime();
            wrong += soak.predict(predictions / PARTS).wrong();
            nanos += System.nanoTime() - start;
            out.printf("after %,12d %s%n", (long) predictions / PARTS * part, Memory.now());
        }
        out.printf(
                "%,d predictions of 784-256-128-10 from 2 threads in %.1f s (%.1f us each in a thread), %d wrong%n",
                predictions, nanos / 1e9, 2e-3 * nanos / predictions, wrong);
    }
}
