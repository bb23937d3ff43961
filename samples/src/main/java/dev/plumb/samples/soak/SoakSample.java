package dev.plumb.samples.soak;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;

/** A million single predictions from two threads: correct, with flat memory. */
public final class SoakSample implements Sample {
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
        soak.predict(predictions / 10);
        Memory before = Memory.now();
        out.println("after a tenth to warm up  " + before);
        long start = System.nanoTime();
        Soak.Result result = soak.predict(predictions);
        double seconds = (System.nanoTime() - start) / 1e9;
        Memory after = Memory.now();
        out.println("after all                 " + after);
        out.printf(
                "%,d predictions of 784-256-128-10 from 2 threads in %.1f s (%.1f us for one in a thread), %d wrong%n",
                result.predictions(), seconds, 2e6 * seconds / result.predictions(), result.wrong());
    }
}
