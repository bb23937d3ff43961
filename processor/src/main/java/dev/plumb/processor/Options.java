package dev.plumb.processor;

import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.check.LintLevel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the processor was told to do, see {@code docs/processor-options.md}.
 *
 * @param reports the folder of the reports, if there shall be any
 * @param weights the folder that files of weights are looked for in first, if there is one
 * @param docs the address of the pages about errors, if it is another than that in the project
 * @param problems what is wrong with the options, in words
 */
record Options(
        LintLevel lint, Optional<Path> reports, Optional<Path> weights, Optional<String> docs, List<String> problems) {
    private static final String LINT = "plumb.lint";
    private static final String REPORTS = "plumb.reports";
    private static final String WEIGHTS = "plumb.weights";
    private static final String DOCS = "plumb.docs";

    /** Stands for the id in the address of a page. */
    private static final String ID = "{id}";

    /** The names of all options. */
    static final Set<String> NAMES = Set.of(LINT, REPORTS, WEIGHTS, DOCS);

    Options {
        problems = List.copyOf(problems);
    }

    /** Reads the options of a compiler; one without a value has the value null there. */
    static Options of(Map<String, String> values) {
        List<String> problems = new ArrayList<>();
        LintLevel lint = LintLevel.WARN;
        if (values.containsKey(LINT)) {
            Optional<LintLevel> named = Optional.ofNullable(values.get(LINT)).flatMap(LintLevel::named);
            if (named.isEmpty()) {
                problems.add(written(LINT, values) + ": must be one of "
                        + Arrays.stream(LintLevel.values())
                                .map(LintLevel::label)
                                .collect(Collectors.joining(", ")));
            }
            lint = named.orElse(lint);
        }
        Optional<Path> reports = folder(REPORTS, values, problems);
        Optional<Path> weights = folder(WEIGHTS, values, problems);
        Optional<String> docs = Optional.empty();
        if (values.containsKey(DOCS)) {
            docs = Optional.ofNullable(values.get(DOCS)).filter(address -> !address.isBlank());
            if (docs.isEmpty()) {
                problems.add(written(DOCS, values) + ": must be an address");
            }
        }
        return new Options(lint, reports, weights, docs, problems);
    }

    /** The address of the page about an id. */
    String page(ProblemId id) {
        return docs.map(address -> address.contains(ID)
                        ? address.replace(ID, id.id())
                        : address.endsWith("#") // the pages are parts of one
                                ? address + id.id()
                                : address.replaceFirst("/+$", "") + "/" + id.id() + ".md")
                .orElseGet(id::page);
    }

    /** What is said when reports cannot be written. */
    static String unwritable(Path folder, Exception reason) {
        return "-A" + REPORTS + "=" + folder + ": cannot be written: " + reason;
    }

    private static Optional<Path> folder(String option, Map<String, String> values, List<String> problems) {
        if (!values.containsKey(option)) {
            return Optional.empty();
        }
        Optional<Path> folder = Optional.ofNullable(values.get(option))
                .filter(named -> !named.isBlank())
                .flatMap(Options::path);
        if (folder.isEmpty()) {
            problems.add(written(option, values) + ": must be a folder");
        }
        return folder;
    }

    private static Optional<Path> path(String folder) {
        try {
            return Optional.of(Path.of(folder));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String written(String option, Map<String, String> values) {
        return "-A" + option + (values.get(option) == null ? "" : "=" + values.get(option));
    }
}
