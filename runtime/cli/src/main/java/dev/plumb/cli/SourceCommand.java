package dev.plumb.cli;

import dev.plumb.graph.Graph;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceFile;
import dev.plumb.source.SourceStyle;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model that is compiled, or lies in an archive, as source. */
@Command(
        name = "source",
        description = "Writes a model as source, or prints it: as a @Model, in another package, in Kotlin.",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class)
final class SourceCommand implements Runnable {
    @Parameters(
            paramLabel = "MODEL",
            description = "The interface of a compiled model, with its package or without, or a model's archive.")
    private String model = "";

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "Where compiled models are: folders and jars. Without it target/classes or"
                    + " build/classes/java/main.")
    private @Nullable String classPath;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "The root of the sources to write to. Without it the source is printed.")
    private @Nullable Path folder;

    @Option(
            names = "--blocks",
            description =
                    "Make layers that come again and again a block, an annotation of its own, where the source gets"
                            + " shorter so. Their paths are others then.")
    private boolean hasBlocks;

    @Mixin
    private SourceOptions options = new SourceOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        CompiledModels compiled = new CompiledModels(classPath());
        Optional<CompiledModels.Found> found = isFile() ? Optional.empty() : Optional.of(compiled.find(model));
        Graph graph = found.map(CompiledModels.Found::graph).orElseGet(() -> ModelFile.graph(Path.of(model)));
        SourceStyle style = options.style(
                        found.map(CompiledModels.Found::packageName).orElse(""))
                .withFunctions(compiled::isFunction);
        ModelSource source = ModelSource.of(graph, hasBlocks ? style.withBlocks() : style);
        if (folder == null) {
            command.commandLine()
                    .getOut()
                    .print(String.join(
                            "\n", source.files().stream().map(SourceFile::text).toList()));
            command.commandLine().getOut().flush();
        } else {
            SourceFolder target = new SourceFolder(folder, options.isForced());
            target.requireFree(source.files());
            target.write(source.files()).forEach(command.commandLine().getOut()::println);
        }
        if (!source.names().areSame()) {
            command.commandLine()
                    .getErr()
                    .println("Some layers have other names now: a file of weights goes in by"
                            + " Matching.byName().naming(…).");
        }
    }

    private boolean isFile() {
        try {
            return Files.exists(Path.of(model));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private List<Path> classPath() {
        return classPath == null
                ? Stream.of("target/classes", "build/classes/java/main")
                        .map(Path::of)
                        .filter(Files::isDirectory)
                        .toList()
                : Stream.of(classPath.split(File.pathSeparator, -1))
                        .filter(entry -> !entry.isEmpty())
                        .map(Path::of)
                        .toList();
    }
}
