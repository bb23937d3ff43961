package dev.plumb.graph.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<Object, List<Problem>> alike = new LinkedHashMap<>();
        for (Problem problem : problems) {
            Object key = problem.site().uses().isEmpty()
                    ? problem.site()
                    : new Inside(problem.id(), problem.headline(), problem.place());
            alike.computeIfAbsent(key, first -> new ArrayList<>()).add(problem);
        }
        List<Problem> said = new ArrayList<>();
        for (List<Problem> group : alike.values()) {
            boolean inside = !group.get(0).site().uses().isEmpty();
            said.addAll(inside ? List.of(group.get(0).alsoIn(group.size() - 1)) : group);
        }
        return said;
    }

    /** All problems of the graph. */
    public List<Problem> problems() {
        return problems;
    }
}
