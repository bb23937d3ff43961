package dev.plumb.samples;

import dev.plumb.samples.adversarial.AdversarialSample;
import dev.plumb.samples.attention.AttentionSample;
import dev.plumb.samples.autoencoder.AutoencoderSample;
import dev.plumb.samples.backbones.BackbonesSample;
import dev.plumb.samples.blocks.BlocksSample;
import dev.plumb.samples.cartpole.CartPoleSample;
import dev.plumb.samples.code.CodeSample;
import dev.plumb.samples.comparison.ComparisonSample;
import dev.plumb.samples.digits.DigitsSample;
import dev.plumb.samples.electricity.ElectricitySample;
import dev.plumb.samples.explanation.ExplanationSample;
import dev.plumb.samples.gallery.GallerySample;
import dev.plumb.samples.halting.HaltingSample;
import dev.plumb.samples.mnist.MnistSample;
import dev.plumb.samples.multitask.MultiTaskSample;
import dev.plumb.samples.powerplant.PowerPlantSample;
import dev.plumb.samples.quick.QuickSample;
import dev.plumb.samples.rare.RareSample;
import dev.plumb.samples.residual.ResidualSample;
import dev.plumb.samples.reviews.ReviewsSample;
import dev.plumb.samples.search.SearchSample;
import dev.plumb.samples.sequences.SequencesSample;
import dev.plumb.samples.serving.ServingSample;
import dev.plumb.samples.siamese.SiameseSample;
import dev.plumb.samples.soak.SoakSample;
import dev.plumb.samples.transfer.TransferSample;
import dev.plumb.samples.trees.TreesSample;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a sample by its name, or lists them all. */
public final class Samples {
    private static final String LIST = "list";

    private static final List<Sample> ALL = List.of(
            new DigitsSample(),
            new QuickSample(),
            new ResidualSample(),
            new MultiTaskSample(),
            new AttentionSample(),
            new SequencesSample(),
            new SiameseSample(),
            new BlocksSample(),
            new CodeSample(),
            new TreesSample(),
            new HaltingSample(),
            new AdversarialSample(),
            new CartPoleSample(),
            new AutoencoderSample(),
            new SearchSample(),
            new TransferSample(),
            new ExplanationSample(),
            new MnistSample(),
            new ComparisonSample(),
            new PowerPlantSample(),
            new ElectricitySample(),
            new RareSample(),
            new ReviewsSample(),
            new ServingSample(),
            new BackbonesSample(),
            new GallerySample(),
            new SoakSample());

    private Samples() {}

    /** The first argument is the name of a sample, the others are its own. */
    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] arguments) {
        if (!run(Arrays.asList(arguments), System.out)) {
            System.exit(2);
        }
    }

    /** All samples, the main one first. */
    public static List<Sample> all() {
        return ALL;
    }

    /** Runs what the arguments say; false, and the names in a line, if there is no sample of that name. */
    static boolean run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty() || arguments.get(0).equals(LIST)) {
            ALL.forEach(sample -> out.printf("%-12s %s%n", sample.name(), sample.idea()));
            return true;
        }
        String name = arguments.get(0);
        Optional<Sample> chosen =
                ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
        chosen.ifPresentOrElse(
                sample -> sample.run(arguments.subList(1, arguments.size()), out),
                () -> out.println("There is no sample '" + name + "'. There are: " + String.join(", ", names())));
        return chosen.isPresent();
    }

    /** What the first argument can be. */
    static List<String> names() {
        return Stream.concat(ALL.stream().map(Sample::name), Stream.of(LIST)).toList();
    }
}
