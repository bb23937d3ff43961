package dev.plumb.processor;

import dev.plumb.dsl.Budget;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.problem.Similar;
import dev.plumb.processor.check.LintLevel;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the processor was told to do, see {@code docs/processor-options.md}.
 *
 * @param reports the folder of the reports, if there shall be any
 * @param weights the folder that files of weights are looked for in first, if there is one
 * @param budget the limits of the whole build
 * @param architecture the folder of the records of architectures, if models are compared with them
 * @param updatesArchitecture whether they are written instead
 * @param docs the address of the pages about errors, if it is another than that in the project
 * @param unknown options that have the prefix of ours and are none
 * @param problems what is wrong with the options, in words
 */
record Options(
        LintLevel lint,
        Optional<Path> reports,
        Optional<Path> weights,
        Budget.Spec budget,
        Optional<Path> architecture,
        boolean updatesArchitecture,
        Optional<String> docs,
        Set<String> unknown,
        List<String> problems) {
    private static final String LINT = "plumb.lint";
    private static final String REPORTS = "plumb.reports";
    private static final String WEIGHTS = "plumb.weights";
    private static final String DOCS = "plumb.docs";
    private static final String ARCHITECTURE = "plumb.architecture";
    private static final String UPDATE = "plumb.architecture.update";

    /** Before the names of all options; those of others have another. */
    private static final String PREFIX = "plumb.";

    /** The limits of a budget. */
    private static final List<String> LIMITS =
            List.of("maxParameters", "maxMegabytes", "maxFlops", "maxActivationMegabytes");

    /** How a model is recorded as it is. */
    static final String RECORD = "-A" + UPDATE + "=true";

    /** Stands for the id in the address of a page. */
    private static final String ID = "{id}";

    /** The names of all options. */
    static final Set<String> NAMES = Stream.concat(
                    Stream.of(LINT, REPORTS, WEIGHTS, DOCS, ARCHITECTURE, UPDATE),
                    LIMITS.stream().map(limit -> PREFIX + limit))
            .collect(Collectors.toUnmodifiableSet());

    Options {
        unknown = Set.copyOf(unknown);
        problems = List.copyOf(problems);
    }

    /** Reads the options of a compiler; one without a value has the value null there. */
    static Options of(Map<String, String> values) {
        List<String> problems = new ArrayList<>();
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeIf(option -> !option.startsWith(PREFIX) || NAMES.contains(option));
        unknown.forEach(option -> problems.add(unknown(option)));
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
        Optional<Path> architecture = folder(ARCHITECTURE, values, problems);
        boolean updates = flag(UPDATE, values, problems);
        if (updates && architecture.isEmpty() && !values.containsKey(ARCHITECTURE)) {
            problems.add(written(UPDATE, values) + ": needs -A" + ARCHITECTURE + ", the folder of the records");
        }
        Budget.Spec budget = budget(values, problems);
        return new Options(lint, reports, weights, budget, architecture, updates, docs, unknown, problems);
    }

    private static String unknown(String option) {
        String hint = Similar.hint(option, NAMES);
        return "-A" + option + ": there is no such option"
                + (hint.isEmpty() ? "; there are " + String.join(", ", new TreeSet<>(NAMES)) : hint);
    }

    private static Budget.Spec budget(Map<String, String> values, List<String> problems) {
        Budget.Spec budget = Budget.Spec.of();
        for (String limit : LIMITS) {
            String option = PREFIX + limit;
            if (values.containsKey(option)) {
                boolean isCount = limit.equals("maxParameters");
                Optional<BigDecimal> number =
                        number(values.get(option)).filter(value -> value.signum() > 0 && (!isCount || isWhole(value)));
                if (number.isEmpty()) {
                    problems.add(
                            written(option, values) + ": must be a " + (isCount ? "whole " : "") + "number above 0");
                } else if (isCount) {
                    budget = budget.maxParameters(
                            number.get().min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
                } else {
                    budget = budget.with(limit, number.get().doubleValue());
                }
            }
        }
        return budget;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static Optional<BigDecimal> number(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(value -> new BigDecimal(value.replace("_", "")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean flag(String option, Map<String, String> values, List<String> problems) {
        String value = values.getOrDefault(option, "false");
        if (!"true".equals(value) && !"false".equals(value)) {
            problems.add(written(option, values) + ": must be true or false");
        }
        return "true".equals(value);
    }

    /** The limit of an attribute as the build stated it. */
    static String limit(String attribute) {
        return "-A" + PREFIX + attribute;
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

    /** What is said when records of architectures cannot be written or listed. */
    static String unusable(Path folder, Exception reason) {
        return "-A" + ARCHITECTURE + "=" + folder + ": cannot be used: " + reason;
    }

    /** What is said of a record without a model. */
    static String stale(Path record, String model) {
        return "-A" + ARCHITECTURE + ": " + record + " records a model that is not there, '" + model
                + "': delete the file if the model is gone";
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
        } else if (Files.exists(folder.get()) && !Files.isDirectory(folder.get())) {
            problems.add(written(option, values) + ": must be a folder, and is a file");
            return Optional.empty();
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
