package dev.plumb.processor.toolchain;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** The compiler of Eclipse. */
record EcjToolchain() implements Toolchain {

    @Override
    public List<Message> compile(Project project) {
        JavaCompiler compiler = new EclipseCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(JavacToolchain.options(project));
        options.addAll(List.of("-source", "17", "-target", "17", "-proceedOnError"));
        StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null);
        StringWriter printed = new StringWriter();
        compiler.getTask(
                        new PrintWriter(printed),
                        files,
                        diagnostics,
                        options,
                        null,
                        files.getJavaFileObjectsFromPaths(project.files(".java")))
                .call();
        return diagnostics.getDiagnostics().stream()
                .map(diagnostic -> message(diagnostic, project))
                .filter(Optional::isPresent)
                .map(Optional::get)
                .toList();
    }

    /** Errors and Plumb's warnings; not what ECJ itself thinks of the style of a source. */
    private static Optional<Message> message(Diagnostic<? extends JavaFileObject> diagnostic, Project project) {
        JavaFileObject source = diagnostic.getSource();
        Message message = new Message(
                source == null ? "" : project.relative(source.toUri().getPath()),
                Math.max(0, diagnostic.getLineNumber()),
                Math.max(0, diagnostic.getColumnNumber()),
                Message.unindented(diagnostic.getMessage(Locale.ROOT)));
        return diagnostic.getKind() == Diagnostic.Kind.ERROR || message.text().startsWith("[plumb/")
                ? Optional.of(message)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "ECJ";
    }
}
