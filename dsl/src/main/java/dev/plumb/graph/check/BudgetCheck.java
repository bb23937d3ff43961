package dev.plumb.graph.check;

import dev.plumb.dsl.Budget;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.spec.Mismatch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model is not larger than its budget, nor than that of a build. */
public final class BudgetCheck {
    private static final int LAYERS_SHOWN = 5;
    private static final String AT = "at";

    private BudgetCheck() {}

    /** What is wrong with the limits, or else, with a graph to measure, which of them it exceeds. */
    static List<Problem> problems(Draft draft, Budget.Spec budget, Optional<Graph> graph) {
        List<Problem> problems = badLimits(draft.name(), budget);
        if (problems.isEmpty() && graph.isPresent()) {
            Map<String, Long> sizes = BudgetSizes.read(budget.at());
            Optional<Problem> unknown = unknownName(graph.get(), sizes);
            unknown.ifPresent(problems::add);
            for (BudgetLimit limit : BudgetLimit.values()) {
                // a size that has the wrong name is the one that is missing
                boolean isMeant = unknown.isPresent()
                        && !limit.of(graph.get()).bind(sizes).isKnown();
                if (limit.isIn(budget) && !isMeant) {
                    check(graph.get(), budget, limit, sizes).ifPresent(problems::add);
                }
            }
        }
        return problems;
    }

    /**
     * Which limits of a whole build a model exceeds that does not limit the same itself. A symbolic axis counts as 1.
     *
     * @param option how the limit of an attribute is called where the build states it
     */
    public static List<Problem> ofBuild(Graph graph, Budget.Spec budget, UnaryOperator<String> option) {
        Budget.Spec own = graph.draft().budget().orElse(Budget.Spec.of());
        List<Problem> problems = new ArrayList<>();
        for (BudgetLimit limit : BudgetLimit.values()) {
            if (limit.isIn(budget) && !limit.isIn(own)) {
                BigInteger measured = limit.of(graph).atOne();
                if (limit.isExceeded(measured, budget)) {
                    String text = limit.limitText(budget) + ", by " + option.apply(limit.attribute());
                    problems.add(Problem.of(
                                    ProblemId.OVER_BUDGET,
                                    new Place.Whole(),
                                    ProblemId.OVER_BUDGET.headline(graph.name(), limit.text(measured, budget), text))
                            .withEvidence(largest(graph, limit, Map.of(), measured)));
                }
            }
        }
        return problems;
    }

    private static List<Problem> badLimits(String model, Budget.Spec budget) {
        List<Problem> problems = new ArrayList<>();
        if (Arrays.stream(BudgetLimit.values()).noneMatch(limit -> limit.isIn(budget))) {
            String attributes = Arrays.stream(BudgetLimit.values())
                    .map(BudgetLimit::attribute)
                    .collect(Collectors.joining(", "))
                    .replaceFirst(", (\\w+)$", " or $1");
            problems.add(Problem.of(
                    ProblemId.BAD_ATTRIBUTE,
                    new Place.OfBudget(""),
                    "Budget of '" + model + "' limits nothing: it needs " + attributes));
        }
        for (BudgetLimit limit : BudgetLimit.values()) {
            String requirement = limit.requirement(budget);
            if (!requirement.isEmpty()) {
                problems.add(bad(model, limit.attribute(), limit.stated(budget), requirement));
            }
        }
        try {
            BudgetSizes.read(budget.at());
        } catch (ExpressionException wrong) {
            problems.add(
                    bad(model, AT, budget.at(), "sizes of symbolic axes, such as \"time = 128\"; " + wrong.located()));
        }
        return problems;
    }

    private static Problem bad(String model, String attribute, Object value, String requirement) {
        return new Mismatch.BadAttribute(attribute, -1, AttributeText.format(value), requirement)
                .problem(new Place.OfBudget(attribute), "Budget of '" + model + "'");
    }

    private static Optional<Problem> unknownName(Graph graph, Map<String, Long> sizes) {
        Set<String> names = graph.names();
        return sizes.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .map(name -> Problem.of(
                        ProblemId.BAD_ATTRIBUTE,
                        new Place.OfBudget(AT),
                        "Budget of '" + graph.name() + "' has a size for '" + name + "', and the model has no such axis"
                                + Similar.hint(name, names)));
    }

    private static Optional<Problem> check(
            Graph graph, Budget.Spec budget, BudgetLimit limit, Map<String, Long> sizes) {
        Count measured = limit.of(graph).bind(sizes);
        if (!measured.isKnown()) {
            String axes =
                    measured.names().stream().map(name -> name + " = …").collect(Collectors.joining(", ", "\"", "\""));
            return Optional.of(Problem.of(
                            ProblemId.BAD_ATTRIBUTE,
                            new Place.OfBudget(limit.attribute()),
                            "Budget of '" + graph.name() + "' limits what grows with '"
                                    + String.join("', '", measured.names()) + "': it has to say for which size, at = "
                                    + axes)
                    .withEvidence(List.of(new Problem.Evidence("measured", measured.toString(), ""))));
        }
        return limit.isExceeded(measured.value(), budget)
                ? Optional.of(Problem.of(
                                ProblemId.OVER_BUDGET,
                                new Place.OfBudget(limit.attribute()),
                                ProblemId.OVER_BUDGET.headline(
                                        graph.name(), limit.text(measured.value(), budget), limit.limitText(budget)))
                        .withEvidence(largest(graph, limit, sizes, measured.value())))
                : Optional.empty();
    }

    private static List<Problem.Evidence> largest(
            Graph graph, BudgetLimit limit, Map<String, Long> sizes, BigInteger all) {
        record Part(String name, String what, BigInteger size) {}
        Stream<Part> inputs = graph.fed().stream()
                .map(input -> new Part(
                        input.name(),
                        "Input " + input.type().shape(),
                        limit.of(input).bind(sizes).atOne()));
        Stream<Part> layers = graph.nodes().stream()
                .map(node -> new Part(
                        node.name(),
                        node.spec().describe(),
                        limit.of(node).bind(sizes).atOne()));
        List<Part> parts = Stream.concat(inputs, layers)
                .filter(part -> part.size().signum() > 0)
                .sorted(Comparator.comparing(Part::size).reversed())
                .toList();
        List<Problem.Evidence> rows = new ArrayList<>();
        for (Part part : parts.subList(0, Math.min(LAYERS_SHOWN, parts.size()))) {
            rows.add(new Problem.Evidence(part.name(), part.what(), limit.share(part.size(), all)));
        }
        if (parts.size() > LAYERS_SHOWN) {
            int others = parts.size() - LAYERS_SHOWN;
            rows.add(new Problem.Evidence("and", others == 1 ? "one other layer" : others + " other layers", ""));
        }
        return rows;
    }
}
