package dev.plumb.samples.soak;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Very many predictions and steps of training, with flat memory, and the same bits each time. Without arguments a million predictions; with them what they
 * say: {@code predictions=10000000 steps=20000}, {@code runs=100}. Ends with an exception if an answer is wrong, if memory grows or if bits differ.
 *
 * <p>The Java heap is given what it is allowed to take, so start it with {@code -Xms64m -Xmx64m -XX:+AlwaysPreTouch} to see nothing but native memory
 * move.
 */
public final class SoakSample implements Sample {
    private static final String WHAT = "predictions=, steps= or runs=, with a number: predictions=10000000 steps=20000";

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String idea() {
        return "a million predictions from two threads, or as many steps of training and runs from one seed as you"
                + " say, all checked";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        for (String argument : arguments.isEmpty() ? List.of("predictions=1000000") : arguments) {
            String[] parts = argument.split("=", 2);
            int count = parts.length == 2 ? number(argument, parts[1]) : number(argument, "");
            switch (parts[0]) {
                case "predictions" -> predictions(count, out);
                case "steps" -> steps(count, out);
                case "runs" -> runs(count, out);
                default -> throw unknown(argument);
            }
        }
    }

    private static int number(String argument, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw unknown(argument);
        }
    }

    private static IllegalArgumentException unknown(String argument) {
        return new IllegalArgumentException("'" + argument + "' is none of " + WHAT);
    }

    private static void predictions(int count, PrintStream out) {
        ManyPredictions predictions = new ManyPredictions(2);
        AtomicLong wrong = new AtomicLong();
        TenParts parts =
                TenParts.of(some -> wrong.addAndGet(predictions.predict(some).wrong()), count, out);
        out.printf(
                Locale.ROOT,
                "%,d predictions of 784-256-128-10 from 2 threads in %.1f s (%.1f us each in a thread), %d wrong%n",
                count,
                parts.seconds(),
                2e6 * parts.seconds() / count,
                wrong.get());
        if (wrong.get() > 0) {
            throw new IllegalStateException(wrong + " predictions were not those of a single thread");
        }
        out.println(parts.flat());
    }

    private static void steps(int count, PrintStream out) {
        ManySteps steps = new ManySteps();
        TenParts parts = TenParts.of(some -> steps.train(some / ManySteps.EPOCH), count, out);
        out.printf(
                Locale.ROOT,
                "%,d steps of training 784-256-128-10, batches of 32, in %.1f s (%.0f us each)%n",
                count,
                parts.seconds(),
                1e6 * parts.seconds() / count);
        out.println(parts.flat());
    }

    private static void runs(int count, PrintStream out) {
        List<SameBits.Result> results = SameBits.of(count);
        results.forEach(out::println);
        if (!results.stream().allMatch(SameBits.Result::same)) {
            throw new IllegalStateException("the same seed gave different bits");
        }
    }
}
