package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.Graph;
import dev.plumb.processor.PlumbProcessor;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles models as a build does. */
final class Compiler {
    private Compiler() {}

    /** Compiles files into a folder; the compiler must not have a word to say, but for notes about sizes that are checked when a model runs. */
    static void compile(Path folder, Path... files) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null);
        StringBuilder said = new StringBuilder();
        List<String> options =
                new ArrayList<>(List.of("-Xlint:all,-processing,-classfile,-path", "-Werror", "-parameters"));
        options.addAll(List.of("-d", folder.toString(), "-cp"));
        options.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
        JavaCompiler.CompilationTask task = javac.getTask(
                null,
                manager,
                diagnostic -> {
                    if (diagnostic.getKind() != Diagnostic.Kind.NOTE) {
                        said.append(diagnostic).append('\n');
                    }
                },
                options,
                null,
                manager.getJavaFileObjects(files));
        task.setProcessors(List.of(new PlumbProcessor()));
        assertEquals("", task.call() ? said.toString() : said + " failed");
    }

    /** The graph of a model that was compiled into a folder. */
    static Graph graph(Path folder, String model) {
        return new CompiledModels(List.of(folder)).find(model).graph();
    }
}
