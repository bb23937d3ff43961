package dev.plumb.graph.check;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model stays within its budget, or says which layers take it. */
final class BudgetCheckTest {
    private static final double NO_MEGABYTES = Double.POSITIVE_INFINITY;

    private static GraphBuilder model(long maxParameters, double maxMegabytes) {
        GraphBuilder g = GraphBuilder.named("Digits");
        Wire at = g.input("image", 784);
        at = g.apply("wide", Layers.dense(512).activation(RELU), at);
        at = g.apply("deep", Layers.dense(64).activation(RELU), at);
        return g.output(g.apply("classes", Layers.dense(10), at)).budget(new Budget.Spec(maxParameters, maxMegabytes));
    }

    private static List<Problem> problems(long maxParameters, double maxMegabytes) {
        return model(maxParameters, maxMegabytes).check().problems();
    }

    @Test
    void exactlyTheBudgetIsWithinIt() {
        assertEquals(435_402, model(435_402, 435_402 * 4 / 1_048_576.0).build().parameters());
    }

    @Test
    void oneParameterMoreIsAnErrorWithTheLargestLayers() {
        GraphException wrong = assertThrows(
                GraphException.class, () -> model(435_401, NO_MEGABYTES).build());
        assertEquals(1, wrong.problems().size());
        assertEquals(
                new Place.OfBudget("maxParameters"), wrong.problems().get(0).place());
        assertEquals("""
                [plumb/over-budget] model 'Digits' has 435,402 parameters, its budget is 435,401
                  wide     Dense(units = 512, activation = RELU)   401,920 (92.3 %)
                  deep     Dense(units = 64, activation = RELU)    32,832 (7.5 %)
                  classes  Dense(units = 10)                       650 (0.1 %)
                  see      docs/errors/over-budget.md""", wrong.problems().get(0).text());
    }

    @Test
    void megabytesAreThoseOfTheSummary() {
        assertEquals(
                List.of("model 'Digits' has 1.66 MB of weights, its budget is 1.5 MB"),
                problems(Long.MAX_VALUE, 1.5).stream().map(Problem::headline).toList());
        assertEquals(
                List.of("model 'Digits' has 1.661 MB of weights, its budget is 1.6609 MB"),
                problems(Long.MAX_VALUE, 1.6609).stream().map(Problem::headline).toList());
    }

    @Test
    void aSmallModelIsMeasuredAsWell() {
        GraphBuilder g = GraphBuilder.named("Small").budget(new Budget.Spec(Long.MAX_VALUE, 0.001));
        g.output(g.apply("out", Layers.dense(64), g.input("x", 20)));
        assertEquals(
                "model 'Small' has 0.0051 MB of weights, its budget is 0.001 MB",
                g.check().problems().get(0).headline());
    }

    @Test
    void bothLimitsAreToldAtOnce() {
        assertEquals(
                List.of(new Place.OfBudget("maxParameters"), new Place.OfBudget("maxMegabytes")),
                problems(1, 0.1).stream().map(Problem::place).toList());
    }

    @Test
    void manyLayersAreCounted() {
        GraphBuilder g = GraphBuilder.named("Deep").budget(new Budget.Spec(10, NO_MEGABYTES));
        Wire at = g.input("x", 4);
        for (int i = 0; i < 7; i++) {
            at = g.apply("layer" + i, Layers.dense(4).activation(RELU), at);
        }
        List<Problem.Evidence> rows = g.output(at).check().problems().get(0).evidence();
        assertEquals(6, rows.size());
        assertEquals(new Problem.Evidence("and", "2 other layers", ""), rows.get(5));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertEquals(
                List.of("[plumb/bad-attribute] Budget of 'Digits' has maxParameters = 0: must be at least 1"),
                problems(0, NO_MEGABYTES).stream().map(Problem::firstLine).toList());
        assertEquals(
                List.of("[plumb/bad-attribute] Budget of 'Digits' has maxMegabytes = NaN: must be above 0"),
                problems(1, Double.NaN).stream().map(Problem::firstLine).toList());
        assertEquals(
                List.of(
                        "[plumb/bad-attribute] Budget of 'Digits' limits nothing: it needs maxParameters or maxMegabytes"),
                problems(Long.MAX_VALUE, NO_MEGABYTES).stream()
                        .map(Problem::firstLine)
                        .toList());
    }
}
