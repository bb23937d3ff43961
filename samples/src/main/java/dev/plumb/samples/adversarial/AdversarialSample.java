package dev.plumb.samples.adversarial;

import dev.plumb.samples.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Plays {@link Gan} and {@link WassersteinGan}. */
public final class AdversarialSample implements Sample {
    private static final int ROUNDS = 2000;
    private static final int SHOWN = 500;

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
        play(new Gan(42), out);
        play(new WassersteinGan(42), out);
    }

    private static void play(Forger forger, PrintStream out) {
        for (int round = 1; round <= ROUNDS; round++) {
            forger.play();
            if (round % SHOWN == 0) {
                Ring.Likeness likeness = forger.likeness();
                out.printf(
                        Locale.ROOT,
                        "%s, %d rounds: %.0f %% of the points near a place, %d of %d places%n",
                        forger.getClass().getSimpleName(),
                        round,
                        100 * likeness.near(),
                        likeness.places(),
                        Ring.PLACES);
            }
        }
    }
}
