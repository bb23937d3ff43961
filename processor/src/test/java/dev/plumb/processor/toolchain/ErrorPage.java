package dev.plumb.processor.toolchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page under {@code docs/errors}.
 *
 * @param id the id that it explains: {@code shape-mismatch}
 * @param wrong the wrong model
 * @param message what javac prints about it
 * @param mended the model without the mistake
 */
record ErrorPage(String id, String wrong, String message, String mended) {
    private static final Path PAGES = Path.of("../docs/errors");
    private static final Pattern CODE = Pattern.compile("(?ms)^```(?:java)?\\n(.*?)^```$");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:\\w+ )*(?:interface|class) (\\w+)");

    /** Nothing known crashes, and records are compared only where a build asks for it. */
    private static final Set<String> WITHOUT_MODEL =
            Set.of("crash.md", "architecture-changed.md", "architecture-record.md");

    /** All pages of problems that a declaration can have. */
    static List<ErrorPage> all() {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages.filter(
                            page -> !WITHOUT_MODEL.contains(page.getFileName().toString()))
                    .sorted()
                    .map(ErrorPage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ErrorPage read(Path page) {
        try {
            List<String> blocks = CODE.matcher(Files.readString(page))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
            String id = page.getFileName().toString().replace(".md", "");
            return new ErrorPage(id, blocks.get(0), blocks.get(1), blocks.get(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The package of the wrong model, where pages are compiled together. */
    String packageName() {
        return id.replace('-', '_');
    }

    /** Where the wrong model lies then. */
    String file() {
        return packageName() + "/" + typeName(wrong) + ".java";
    }

    /** Adds both models to a project, in packages of their own and on the same lines as in the page. */
    void addTo(Project project) {
        project.source(file(), "package " + packageName() + "; " + wrong);
        project.source(
                packageName() + "/mended/" + typeName(mended) + ".java",
                "package " + packageName() + ".mended; " + mended);
    }

    /** Adds both models in Kotlin. */
    void addInKotlinTo(Project project) {
        project.source(kotlinFile(), KotlinTranslator.translate("package " + packageName() + "; " + wrong));
        project.source(
                packageName() + "/mended/" + typeName(mended) + ".kt",
                KotlinTranslator.translate("package " + packageName() + ".mended; " + mended));
    }

    String kotlinFile() {
        return file().replace(".java", ".kt");
    }

    /** The message of the page, with its place. */
    Message expected() {
        return Printed.read(message, name -> file()).get(0);
    }

    /** The message in Kotlin: kapt knows the line and column where a function or the annotations of a type begin. */
    Message expectedInKotlin() {
        Message java = expected();
        List<String> lines = KotlinTranslator.translate("package " + packageName() + "; " + wrong)
                .lines()
                .toList();
        int line = (int) java.line();
        int function = Math.max(0, lines.get(line - 1).indexOf("fun "));
        while (function == 0
                && (!lines.get(line - 1).startsWith("@") || lines.get(line - 2).startsWith("@"))) {
            line--;
        }
        return new Message(kotlinFile(), line, function + 1L, java.text());
    }

    /** A line of the wrong model. */
    String line(long number) {
        return wrong.lines().toList().get((int) number - 1);
    }

    private static String typeName(String source) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            throw new IllegalArgumentException("no type in " + source);
        }
        return type.group(1);
    }
}
