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
            if (arguments.isEmpty()) {
                Digits digits = Digits.load();
                tell(new Transfer(ClassHalves.of(digits.training(), digits.test(), SEED), SEED, Verbosity.AUTO), out);
            } else {
                Path folder = Path.of(arguments.get(0));
                LabelledImages training = IdxImages.read(folder, "train");
                LabelledImages test = IdxImages.read(folder, "t10k");
                tell(new Transfer(ClassHalves.of(training, test, SEED), SEED, Verbosity.AUTO), out);
            }
        } catch (IOException e) {
            out.println("Cannot read or write: " + e.getMessage());
        }
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
