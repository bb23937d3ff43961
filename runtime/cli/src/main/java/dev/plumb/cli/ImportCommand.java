package dev.plumb.cli;

import dev.plumb.io.OptimizerState;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.SavedOptimizer;
import dev.plumb.source.LayerNames;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceFile;
import dev.plumb.source.SourceStyle;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes source of a model of Keras or ONNX, and an archive with its weights. */
@Command(
        name = "import",
        description =
                "Writes the model in a file of Keras or ONNX as source, and its weights into an archive beside it,"
                        + " which the compiled model loads.",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class)
final class ImportCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "A file with a whole model: .keras or .h5 of Keras, or .onnx.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "The root of the sources to write to. Default: src/main/java, with --kotlin src/main/kotlin.")
    private @Nullable Path folder;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The archive to write. Without it, it lies beside the source and has its name.")
    private @Nullable Path weights;

    @Option(
            names = "--no-blocks",
            description = "Leave layers that come again and again where they are. Without it they become a block, an"
                    + " annotation of its own, where the source gets shorter so.")
    private boolean isFlat;

    @Mixin
    private SourceOptions options = new SourceOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        ForeignModel model = ModelFile.foreign(file);
        SourceStyle style = options.style("");
        ModelSource source = ModelSource.of(model.graph(), isFlat ? style : style.withBlocks());
        Path root = Objects.requireNonNullElseGet(folder, options::usualFolder);
        SourceFolder target = new SourceFolder(root, options.isForced());
        Path archive = Objects.requireNonNullElseGet(
                weights, () -> beside(root, source.files().get(0)));
        target.requireFree(source.files());
        target.requireFree(archive);
        save(model, source, archive);
        target.write(source.files()).forEach(command.commandLine().getOut()::println);
        command.commandLine().getOut().println(archive);
        model.notes().forEach(command.commandLine().getErr()::println);
    }

    /** {@code Digits.plumb} for {@code Digits.java}. */
    private static Path beside(Path root, SourceFile source) {
        String name = source.path().getFileName().toString();
        return root.resolve(source.path()).resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".plumb");
    }

    /** Saves the model that the source denotes, with the weights of the file. */
    private static void save(ForeignModel model, ModelSource source, Path archive) {
        SourceFolder.makeFolderOf(archive);
        try {
            LayerNames names = source.names();
            Network network = Network.create(source.graph());
            if (source.graph().parameters() > 0) {
                Matching there = model.matching();
                network.weightsFrom(model.weights().get(), there.naming(path -> there.naming()
                        .apply(names.original(path))));
            }
            Map<String, Vocabulary> learnt = model.vocabularies();
            source.graph().nodes().stream()
                    .filter(node -> learnt.containsKey(names.original(node.name())))
                    .forEach(node -> network.setVocabulary(node.name(), learnt.get(names.original(node.name()))));
            model.optimizer().map(saved -> renamed(saved, network, names)).ifPresent(network::optimizerFrom);
            network.save(archive);
        } catch (UncheckedIOException | IllegalArgumentException e) { // damaged or missing weights, or a full disk
            throw new Refusal(e.getMessage(), e);
        }
    }

    /** The state of an optimizer by the paths that weights have in the source. */
    private static SavedOptimizer renamed(SavedOptimizer saved, Network network, LayerNames names) {
        OptimizerState before = saved.state();
        Map<String, Long> missed = new LinkedHashMap<>();
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (String path : network.weights().keySet()) {
            String original = names.original(path);
            Optional.ofNullable(before.missed().get(original)).ifPresent(steps -> missed.put(path, steps));
            for (String slot : before.slots()) {
                Optional.ofNullable(saved.arrays().get(OptimizerState.arrayName(original, slot)))
                        .ifPresent(array -> arrays.put(OptimizerState.arrayName(path, slot), array));
            }
        }
        OptimizerState state = new OptimizerState(
                before.name(), before.iteration(), before.epoch(), before.hyperparameters(), before.slots(), missed);
        return new SavedOptimizer(state, arrays);
    }
}
