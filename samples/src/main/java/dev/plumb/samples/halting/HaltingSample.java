package dev.plumb.samples.halting;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;

/** Trains {@link SureReader} on {@link Evidence}. */
public final class HaltingSample implements Sample {
    private static final int ROUNDS = 5;
    private static final int STEPS = 100;
    private static final int TESTED = 2000;

    @Override
    public String name() {
        return "halting";
    }

    @Override
    public String idea() {
        return "a recurrent network stops reading when it is sure";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        Lesson lesson = new Lesson(new SureReader(42), 1);
        for (int round = 1; round <= ROUNDS; round++) {
            lesson.learn(STEPS);
            out.printf("%d steps: %s%n", round * STEPS, lesson.report(TESTED));
        }
    }
}
