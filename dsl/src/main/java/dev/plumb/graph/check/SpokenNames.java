package dev.plumb.graph.check;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of the inside of a use in names that the source has: a repetition has names of its own for what goes in and for each time.
 *
 * @param names those to be said, by those that stand in the messages
 */
record SpokenNames(Map<String, String> names) {
    /** A name in quotes, up to a dot or slash. */
    private static final Pattern QUOTED = Pattern.compile("'([^'./ ]+)(?=[^']*')");

    /** A name before a shape, never a size in it. */
    private static final Pattern WORD = Pattern.compile("(?<![\\w/.])(\\w+)(?![^()]*\\))");

    static SpokenNames of(Composite composite, Draft.Step use) {
        return new SpokenNames(composite.spokenNames(
                use.name(),
                use.sources().stream().map(source -> source.wire().toString()).toList()));
    }

    Problem in(Problem problem) {
        if (names.isEmpty()) {
            return problem;
        }
        List<Problem.Evidence> rows = problem.evidence().stream().map(this::in).toList();
        return problem.withHeadline(replaced(QUOTED, "'", problem.headline())).withEvidence(rows);
    }

    private Problem.Evidence in(Problem.Evidence row) {
        String subject =
                row.label().equals("from") ? replaced(WORD, "", row.subject()) : replaced(QUOTED, "'", row.subject());
        return new Problem.Evidence(names.getOrDefault(row.label(), row.label()), subject, row.type());
    }

    private String replaced(Pattern pattern, String before, String text) {
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        names.containsKey(found.group(1)) ? before + names.get(found.group(1)) : found.group()));
    }
}
