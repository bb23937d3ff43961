package dev.plumb.graph.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A graph built at run time has problems: the same, in the same words, as the compiler would report. */
public final class GraphException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public GraphException(String graph, List<Problem> problems) {
        this(graph, problems, UnaryOperator.identity());
    }

    /**
     * @param located adds to a problem, for the message, where in the program it is
     */
    public GraphException(String graph, List<Problem> problems, UnaryOperator<Problem> located) {
        super(text(graph, problems, located));
        this.problems = List.copyOf(problems);
    }

    private static String text(String graph, List<Problem> problems, UnaryOperator<Problem> located) {
        List<Problem> said = saidOnce(problems);
        return "model '" + graph + "' has " + (said.size() == 1 ? "a problem" : said.size() + " problems") + "\n"
                + said.stream().map(located).map(Problem::text).collect(Collectors.joining("\n"));
    }

    /** What does not fit inside of many uses of one block is said for the first of them. */
    private static List<Problem> saidOnce(List<Problem> problems) {
        record Inside(ProblemId id, String headline, Place place) {}
        Function<Problem, Inside> inside = problem -> new Inside(problem.id(), problem.headline(), problem.place());
        Map<Inside, Long> uses = problems.stream()
                .filter(GraphException::isInside)
                .collect(Collectors.groupingBy(inside, Collectors.counting()));
        List<Problem> said = new ArrayList<>();
        for (Problem problem : problems) {
            if (!isInside(problem)) {
                said.add(problem);
            } else {
                Optional.ofNullable(uses.remove(inside.apply(problem)))
                        .ifPresent(count -> said.add(problem.alsoIn(Math.toIntExact(count - 1))));
            }
        }
        return said;
    }

    private static boolean isInside(Problem problem) {
        return !problem.site().uses().isEmpty();
    }

    /** All problems of the graph. */
    public List<Problem> problems() {
        return problems;
    }
}
