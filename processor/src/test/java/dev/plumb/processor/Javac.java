package dev.plumb.processor;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Runs javac with the processor, as a build does, and keeps what it prints. */
record Javac(Path output, List<String> options) {
    /** What models need to import. */
    static final String IMPORTS = """
            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.LossFunction.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            """;

    private static final Pattern FIRST_LINE = Pattern.compile("(?m)^\\w+\\.java:(\\d+: .*)$");
    private static final Pattern TYPE = Pattern.compile("(?:interface|class) (\\w+)");
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

    static Javac into(Path output) {
        return new Javac(output, List.of("-Xlint:all,-processing,-classfile", "-Werror", "-parameters"));
    }

    Javac with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new Javac(output, all);
    }

    Javac without(String option) {
        return new Javac(
                output, options.stream().filter(other -> !other.equals(option)).toList());
    }

    /** What javac printed, "" if it had nothing to say. File names have no folder. */
    String compile(String... sources) {
        return compile(new PlumbProcessor(), sources);
    }

    /** As {@link #compile(String...)}, with this processor. */
    String compile(PlumbProcessor processor, String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter printed = new StringWriter();
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-d", output.toString(), "-s", output.toString(), "-cp"));
        arguments.add(output + System.getProperty("path.separator") + System.getProperty("java.class.path"));
        List<Source> units = new ArrayList<>();
        for (String source : sources) {
            units.add(new Source(source));
        }
        JavaCompiler.CompilationTask task = compiler.getTask(printed, null, null, arguments, null, units);
        task.setProcessors(List.of(processor));
        task.call();
        return printed.toString()
                .replace(System.lineSeparator(), "\n")
                .replaceAll("(?m)^/(?:\\w+/)*", "")
                .replaceAll("(?m)^\\d+ (?:errors?|warnings?)\\n", "")
                .strip();
    }

    /** Line, kind and first line of each message: {@code 9: warning: [plumb/…] …}. */
    static List<String> messages(String printed) {
        return FIRST_LINE
                .matcher(printed)
                .results()
                .map((MatchResult message) -> message.group(1))
                .toList();
    }

    /** Line and first line of each error: {@code 9: [plumb/…] …}. */
    static List<String> errors(String printed) {
        return messages(printed).stream()
                .filter(message -> message.contains(": error: "))
                .map(message -> message.replaceFirst(": error: ", ": "))
                .toList();
    }

    /** The source of a generated class. */
    String generated(String name) {
        try {
            return Files.readString(output.resolve(name.replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + path(text)), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        private static String path(String text) {
            Matcher type = TYPE.matcher(text);
            Matcher declared = PACKAGE.matcher(text);
            if (!type.find()) {
                throw new IllegalArgumentException("no type in " + text);
            }
            String folder = declared.find() ? declared.group(1).replace('.', '/') + "/" : "";
            return folder + type.group(1) + ".java";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
