package dev.plumb.processor.check;

import dev.plumb.dsl.Budget;
import dev.plumb.graph.check.BudgetCheck;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The budget of a whole build: each of its limits holds for models that do not limit the same themselves.
 *
 * @param option the name of the option that has the limit of an attribute
 */
public record BuildBudget(Budget.Spec limits, UnaryOperator<String> option) {

    /** The model, with a problem for each limit that it exceeds, at its name. */
    public CheckedModel apply(CheckedModel model) {
        List<LocatedProblem> problems = model.graph().stream()
                .flatMap(graph -> BudgetCheck.ofBuild(graph, limits, option).stream())
                .map(problem -> new LocatedProblem(
                        problem,
                        model.declaration().token(),
                        model.declaration().token()))
                .toList();
        return model.withProblems(problems);
    }
}
