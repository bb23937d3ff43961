package dev.plumb.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code plumb}. It ends with 0 if all was done, 1 if a model or file was refused, 2 if it was called wrongly. */
@Command(
        name = "plumb",
        description = "Neural networks that are checked when they compile.",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        subcommands = {ImportCommand.class, SourceCommand.class, SummaryCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Plumb {
    private Plumb() {}

    /** Runs the command and ends the program. */
    public static void main(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(run(out, err, arguments));
    }

    /**
     * Runs the command.
     *
     * @return how it ended
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new Plumb());
        command.setOut(out);
        command.setErr(err);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((exception, failed, parsed) -> {
            if (!(exception instanceof Refusal)) {
                throw exception;
            }
            failed.getErr().println("plumb: " + exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return command.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** The version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Plumb.class.getPackage().getImplementationVersion();
            return new String[] {"plumb " + (built == null ? "(not built as a jar)" : built)};
        }
    }
}
