package dev.plumb.samples.transfer;

import dev.plumb.runtime.MatchReport;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import dev.plumb.samples.mnist.IdxImages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Learns five classes of images well, and five others from few examples with what it knows then. */
public final class TransferSample implements Sample {
    private static final long SEED = 42;

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String idea() {
        return "five digits from few examples, with a frozen backbone that has learnt the others; or IDX files";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        try {
            tell(new Transfer(halves(arguments), SEED, Verbosity.AUTO), out);
        } catch (IOException e) {
            out.println("Cannot read or write: " + e.getMessage());
        }
    }

    /**
     * Digits of 8 by 8 pixels are too easy as they are: from ten clean ones of each, a network from scratch learns as well as one that knows
     * others. To see them through a bad camera is what it cannot learn from so few.
     */
    private static ClassHalves halves(List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            return digits(SEED);
        }
        Path folder = Path.of(arguments.get(0));
        return ClassHalves.of(IdxImages.read(folder, "train"), IdxImages.read(folder, "t10k"), SEED);
    }

    static ClassHalves digits(long seed) {
        Digits digits = Digits.load();
        return ClassHalves.of(digits.training(), digits.test(), seed).photographed(seed);
    }

    private static void tell(Transfer transfer, PrintStream out) throws IOException {
        BackboneModel backbone = transfer.pretrained();
        tell(out, "five classes, many examples", transfer.accuracy(backbone));
        NewClassesModel model = transfer.untrained();
        out.print(taken(model, backbone));
        transfer.trainHead(model);
        tell(out, "the others, only the head trained", transfer.accuracy(model));
        transfer.fineTune(model);
        tell(out, "and the last stage trained on", transfer.accuracy(model));
        NewClassesModel scratch = transfer.untrained();
        transfer.trainFromScratch(scratch);
        tell(out, "the same network from scratch", transfer.accuracy(scratch));
    }

    private static void tell(PrintStream out, String what, double accuracy) {
        out.printf(Locale.ROOT, "%-34s %5.1f %% of other images right%n", what, 100 * accuracy);
    }

    /** The weights travel in a file, as they would from another program. */
    static MatchReport taken(NewClassesModel model, BackboneModel backbone) throws IOException {
        Path file = Files.createTempFile("backbone", ".plumb");
        try {
            backbone.save(file);
            return Transfer.take(model, file);
        } finally {
            Files.delete(file);
        }
    }
}
