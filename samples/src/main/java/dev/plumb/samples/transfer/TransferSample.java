package dev.plumb.samples.transfer;

import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import dev.plumb.samples.mnist.IdxImages;
import dev.plumb.samples.transfer.Transfer.Accuracies;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Learns five classes of images well, and five others from few examples with what it knows then. */
public final class TransferSample implements Sample {
    static final long SEED = 42;

    private static final int DRAWS = 5;

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String idea() {
        return "five classes from five examples each, with a backbone that knows five others";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        try {
            if (arguments.isEmpty()) {
                tell(TransferSample::digits, out);
            } else {
                Path folder = Path.of(arguments.get(0));
                LabelledImages training = IdxImages.read(folder, "train");
                LabelledImages test = IdxImages.read(folder, "t10k");
                tell(seed -> ClassHalves.of(training, test, seed), out);
            }
        } catch (IOException e) {
            out.println("Cannot read or write: " + e.getMessage());
        }
    }

    /**
     * Digits through a bad camera. As they are, those of 8 by 8 pixels are too easy: from five of each, a network from scratch learns more than
     * one whose backbone knows others. With noise it learns less at the same rate, and about as much at ten times the rate.
     */
    static ClassHalves digits(long seed) {
        Digits digits = Digits.load();
        return ClassHalves.of(digits.training(), digits.test(), seed).photographed(seed);
    }

    /** One backbone; what comes after it several times, each with other examples, as it is a matter of luck which ones they are. */
    private static void tell(LongFunction<ClassHalves> halves, PrintStream out) throws IOException {
        Transfer first = new Transfer(halves.apply(SEED), SEED);
        BackboneModel backbone = first.pretrained(Verbosity.AUTO);
        tell(out, "five classes, from many examples", first.accuracy(backbone));
        Path file = Files.createTempFile("backbone", ".plumb");
        try {
            backbone.save(file); // as from another program
            out.print(Transfer.take(first.untrained(), file));
            Accuracies mean = mean(halves, file, DRAWS);
            tell(out, "five others, from five of each: the head", mean.head());
            tell(out, "then the last stage, at a hundredth of the rate", mean.tuned());
            tell(out, "all of it from scratch, at this rate", mean.fromScratch());
            tell(out, "and at the rate of the head", mean.fromScratchFaster());
        } finally {
            Files.delete(file);
        }
    }

    /** The mean of so many draws of few examples. */
    static Accuracies mean(LongFunction<ClassHalves> halves, Path pretrained, int draws) {
        return Accuracies.mean(LongStream.range(SEED, SEED + draws)
                .mapToObj(seed -> new Transfer(halves.apply(seed), seed).accuracies(pretrained))
                .toList());
    }

    private static void tell(PrintStream out, String what, double accuracy) {
        out.printf(Locale.ROOT, "%-48s %5.1f %% of other images right%n", what, 100 * accuracy);
    }
}
