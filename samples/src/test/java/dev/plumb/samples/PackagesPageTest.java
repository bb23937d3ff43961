package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/packages.md shows the packages as they are. It is written anew with {@code -Dpages.update=true}. */
final class PackagesPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/packages.md");
    private static final List<String> MODULES = List.of(
            "dsl",
            "processor",
            "runtime",
            "runtime/source",
            "runtime/csv",
            "runtime/keras",
            "runtime/cli",
            "runtime/onnx",
            "runtime/onnxruntime",
            "runtime/view");

    private static final String PREFIX = "dev.plumb.";
    private static final Pattern SENTENCE = Pattern.compile("(?s)/\\*\\*[\\s*]*(.*?\\.)(?:\\s|\\*/)");
    private static final String HEAD = """
        # Modules and packages

        Drawn from the classes by `PackagesPageTest`. An arrow means: uses. No two packages use each other, and what follows from other arrows is left out, so who
        stands above may use all that can be reached below. Why it is so: [architecture](architecture.md).
        """;

    @Test
    void thePageShowsThePackagesAsTheyAre() throws IOException {
        String page = page();
        if (Boolean.getBoolean("pages.update")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE));
    }

    private static String page() throws IOException {
        Map<String, String> moduleOf = new TreeMap<>();
        Map<String, String> sentences = new TreeMap<>();
        for (String module : MODULES) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(f -> f.endsWith("package-info.java")).toList()) {
                    String name =
                            sources.relativize(file.getParent()).toString().replace('/', '.');
                    moduleOf.put(name, module);
                    sentences.put(name, firstSentence(Files.readString(file)));
                }
            }
        }
        Map<String, Set<String>> packages = uses(moduleOf);
        Map<String, Set<String>> modules = new TreeMap<>();
        packages.forEach((name, used) -> used.forEach(other -> add(modules, moduleOf.get(name), moduleOf.get(other))));
        StringBuilder page = new StringBuilder(HEAD).append('\n').append(picture(modules, ""));
        for (String module : MODULES) {
            Map<String, Set<String>> inside = new TreeMap<>();
            moduleOf.forEach((name, itsModule) -> {
                if (itsModule.equals(module)) {
                    inside.put(name, new TreeSet<>());
                    packages.getOrDefault(name, Set.of()).stream()
                            .filter(other -> moduleOf.get(other).equals(module))
                            .forEach(other -> add(inside, name, other));
                }
            });
            page.append("\n## ").append(module).append("\n\n");
            if (inside.size() > 1) {
                page.append(picture(inside, PREFIX)).append('\n');
            }
            page.append("| package | what it holds |\n|---|---|\n");
            inside.keySet().forEach(name -> page.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(sentences.get(name))
                    .append(" |\n"));
        }
        return page.toString();
    }

    private static String firstSentence(String packageInfo) {
        return SENTENCE.matcher(packageInfo)
                .results()
                .findFirst()
                .map(found ->
                        found.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip())
                .map(PackagesPageTest::plain)
                .orElseThrow();
    }

    /** Javadoc's tags as Markdown. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@link \\S+ ([^}]*)}", "$1")
                .replaceAll("\\{@(?:code|link) (?:[\\w.]*\\.)?([^}]*)}", "`$1`");
    }

    /** Which packages each uses, of those that are known. */
    private static Map<String, Set<String>> uses(Map<String, String> known) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.plumb")) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = type.getPackageName();
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (known.containsKey(from) && known.containsKey(to)) {
                    add(uses, from, to);
                }
            }
        }
        return uses;
    }

    private static void add(Map<String, Set<String>> uses, String from, String to) {
        Set<String> used = uses.computeIfAbsent(from, name -> new TreeSet<>());
        if (!from.equals(to)) {
            used.add(to);
        }
    }

    /** The arrows that do not follow from others. */
    private static String picture(Map<String, Set<String>> uses, String prefix) {
        StringBuilder picture = new StringBuilder("```mermaid\nflowchart TB\n");
        uses.keySet().forEach(name -> picture.append("    ")
                .append(node(name))
                .append("[\"")
                .append(name.substring(prefix.length()))
                .append("\"]\n"));
        uses.forEach((from, used) -> used.stream()
                .filter(to -> used.stream().noneMatch(between -> reaches(uses, between, to)))
                .forEach(to -> picture.append("    ")
                        .append(node(from))
                        .append(" --> ")
                        .append(node(to))
                        .append('\n')));
        return picture.append("```\n").toString();
    }

    private static String node(String name) {
        return name.replaceAll("[./]", "_");
    }

    private static boolean reaches(Map<String, Set<String>> uses, String from, String to) {
        return uses.getOrDefault(from, Set.of()).stream().anyMatch(next -> next.equals(to) || reaches(uses, next, to));
    }
}
