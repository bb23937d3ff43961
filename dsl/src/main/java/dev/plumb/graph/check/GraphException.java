package dev.plumb.graph.check;

import dev.plumb.graph.problem.Problem;
import java.util.List;
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
        super("model '" + graph + "' has "
                + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + "\n"
                + problems.stream().map(located).map(Problem::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems of the graph. */
    public List<Problem> problems() {
        return problems;
    }
}
