package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.generator.LayerGenerator;
import dev.plumb.processor.PlumbProcessor;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles texts with the processor. */
final class Javac {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:final )?(?:@?interface|class|record) (\\w+)");

    private Javac() {}

    /**
     * What javac prints, without folders.
     *
     * @param sources complete files
     * @param output a folder for the classes
     */
    static String printed(List<String> sources, Path output) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter printed = new StringWriter();
        List<String> options = List.of(
                "-Xlint:all,-processing,-classfile",
                "-d",
                output.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        List<Source> units = sources.stream().map(Source::new).toList();
        JavaCompiler.CompilationTask task = compiler.getTask(printed, null, null, options, null, units);
        task.setProcessors(
                List.of(new PlumbProcessor(), new LayerGenerator())); // the latter for a layer of the language
        task.call();
        return printed.toString()
                .replace(System.lineSeparator(), "\n")
                .replaceAll("(?m)^/(?:\\w+/)*", "")
                .replaceAll("(?m)^\\d+ (?:errors?|warnings?)\\n", "")
                .strip();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + typeName(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        private static String typeName(String text) {
            Matcher type = TYPE.matcher(text);
            assertTrue(type.find(), () -> "a snippet is a complete file: " + text);
            return type.group(1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
