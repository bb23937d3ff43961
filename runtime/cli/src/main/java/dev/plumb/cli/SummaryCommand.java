package dev.plumb.cli;

import dev.plumb.graph.build.Summary;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the table of a model's layers. */
@Command(
        name = "summary",
        description = "Prints the table of a model's layers, with shapes and parameters.",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class)
final class SummaryCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "A model's archive, or a file of Keras or ONNX.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        command.commandLine()
                .getOut()
                .println(Summary.of(ModelFile.graph(file)).text().stripTrailing());
    }
}
