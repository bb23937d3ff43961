package dev.plumb.graph.check;

import dev.plumb.dsl.Budget;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.Mismatch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model is not larger than its budget. */
final class BudgetCheck {
    private static final int LAYERS_SHOWN = 5;
    private static final double MEGABYTE = 1024 * 1024;

    private BudgetCheck() {}

    /** What is wrong with the limits, or else, with a graph to measure, which of them it exceeds. */
    static List<Problem> problems(Draft draft, Budget.Spec budget, Optional<Graph> graph) {
        List<Problem> problems = badLimits(draft, budget);
        if (problems.isEmpty()) {
            graph.ifPresent(measured -> exceeded(problems, measured, budget));
        }
        return problems;
    }

    private static List<Problem> badLimits(Draft draft, Budget.Spec budget) {
        List<Problem> problems = new ArrayList<>();
        if (budget.equals(new Budget.Spec(Long.MAX_VALUE, Double.POSITIVE_INFINITY))) {
            problems.add(Problem.of(
                    ProblemId.BAD_ATTRIBUTE,
                    new Place.OfBudget(""),
                    "Budget of '" + draft.name() + "' limits nothing: it needs maxParameters or maxMegabytes"));
        }
        if (budget.maxParameters() < 1) {
            problems.add(badLimit(draft, "maxParameters", budget.maxParameters(), "at least 1"));
        }
        if (!(budget.maxMegabytes() > 0)) { // NaN, too
            problems.add(badLimit(draft, "maxMegabytes", budget.maxMegabytes(), "above 0"));
        }
        return problems;
    }

    private static Problem badLimit(Draft draft, String attribute, Object value, String requirement) {
        return new Mismatch.BadAttribute(attribute, -1, AttributeText.format(value), requirement)
                .problem(new Place.OfBudget(attribute), "Budget of '" + draft.name() + "'");
    }

    private static void exceeded(List<Problem> problems, Graph graph, Budget.Spec budget) {
        long parameters = graph.parameters();
        if (parameters > budget.maxParameters()) {
            problems.add(exceeded(
                    graph,
                    "maxParameters",
                    text("%,d parameters", parameters),
                    text("%,d", budget.maxParameters()),
                    parameters));
        }
        double megabytes = parameters * Float.BYTES / MEGABYTE;
        if (megabytes > budget.maxMegabytes()) {
            problems.add(exceeded(
                    graph,
                    "maxMegabytes",
                    precise(megabytes, budget.maxMegabytes()) + " MB of weights",
                    BigDecimal.valueOf(budget.maxMegabytes())
                                    .stripTrailingZeros()
                                    .toPlainString() + " MB",
                    parameters));
        }
    }

    /** With as many digits as it takes to tell it from the limit, and to within a hundredth. */
    private static String precise(double megabytes, double limit) {
        for (int digits = 2; digits < 7; digits++) {
            String shown = text("%." + digits + "f", megabytes);
            double read = Double.parseDouble(shown);
            if (read > limit && Math.abs(read - megabytes) < megabytes / 100) {
                return shown;
            }
        }
        return Double.toString(megabytes);
    }

    private static Problem exceeded(Graph graph, String attribute, String size, String limit, long parameters) {
        return Problem.of(
                        ProblemId.OVER_BUDGET,
                        new Place.OfBudget(attribute),
                        ProblemId.OVER_BUDGET.headline(graph.name(), size, limit))
                .withEvidence(largest(graph, parameters));
    }

    private static List<Problem.Evidence> largest(Graph graph, long parameters) {
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> node.parameters() > 0)
                .sorted(Comparator.comparingLong(Node::parameters).reversed())
                .toList();
        List<Problem.Evidence> rows = new ArrayList<>();
        for (Node node : nodes.subList(0, Math.min(LAYERS_SHOWN, nodes.size()))) {
            rows.add(new Problem.Evidence(
                    node.name(),
                    node.spec().describe(),
                    text("%,d (%.1f %%)", node.parameters(), 100.0 * node.parameters() / parameters)));
        }
        if (nodes.size() > LAYERS_SHOWN) {
            int others = nodes.size() - LAYERS_SHOWN;
            rows.add(new Problem.Evidence("and", others == 1 ? "one other layer" : others + " other layers", ""));
        }
        return rows;
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
