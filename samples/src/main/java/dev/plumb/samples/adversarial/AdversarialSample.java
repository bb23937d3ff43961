package dev.plumb.samples.adversarial;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Plays {@link Gan} and {@link WassersteinGan}. */
public final class AdversarialSample implements Sample {
    private static final int REPORTS = 4;

    @Override
    public String name() {
        return "adversarial";
    }

    @Override
    public String idea() {
        return "two networks against each other, a GAN and a Wasserstein GAN, imitate points of the plane";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        play(new Gan(42), 1000, out);
        play(new WassersteinGan(42), 250, out);
    }

    private static void play(Forger forger, int rounds, PrintStream out) {
        for (int report = 1; report <= REPORTS; report++) {
            for (int round = 0; round < rounds; round++) {
                forger.play();
            }
            Ring.Likeness likeness = forger.likeness();
            out.printf(
                    Locale.ROOT,
                    "%s, %d rounds: %.0f %% of the points near a place, %d of %d places%n",
                    forger.getClass().getSimpleName(),
                    report * rounds,
                    100 * likeness.near(),
                    likeness.places(),
                    Ring.PLACES);
        }
    }
}
