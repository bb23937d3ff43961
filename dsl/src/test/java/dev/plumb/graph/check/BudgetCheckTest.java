package dev.plumb.graph.check;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
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
        return g.output(g.apply("classes", Layers.dense(10), at))
                .budget(Budget.Spec.of().maxParameters(maxParameters).maxMegabytes(maxMegabytes));
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
              see      docs/errors/over-budget.md\
            """, wrong.problems().get(0).text());
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
        GraphBuilder g = GraphBuilder.named("Small").budget(Budget.Spec.of().maxMegabytes(0.001));
        g.output(g.apply("out", Layers.dense(64), g.input("x", 20)));
        assertEquals(
                "model 'Small' has 0.0051 MB of weights, its budget is 0.001 MB",
                g.check().problems().get(0).headline());
    }

    @Test
    void theLayersAreListedInTheUnitOfTheLimit() {
        assertEquals("""
            [plumb/over-budget] model 'Digits' has 1.66 MB of weights, its budget is 1.5 MB
              wide     Dense(units = 512, activation = RELU)   1.53 MB (92.3 %)
              deep     Dense(units = 64, activation = RELU)    0.125 MB (7.5 %)
              classes  Dense(units = 10)                       0.00248 MB (0.1 %)
              see      docs/errors/over-budget.md\
            """, problems(Long.MAX_VALUE, 1.5).get(0).text());
        assertEquals(
                """
                [plumb/over-budget] model 'Digits' has 0.0052 MB of activations per example, its budget is 0.001 MB
                  image    Input (784)                             0.00299 MB (57.2 %)
                  wide     Dense(units = 512, activation = RELU)   0.00195 MB (37.4 %)
                  deep     Dense(units = 64, activation = RELU)    0.000244 MB (4.7 %)
                  classes  Dense(units = 10)                       0.0000381 MB (0.7 %)
                  see      docs/errors/over-budget.md\
                """,
                digits(Budget.Spec.of().maxActivationMegabytes(0.001)).get(0).text());
    }

    @Test
    void bothLimitsAreToldAtOnce() {
        assertEquals(
                List.of(new Place.OfBudget("maxParameters"), new Place.OfBudget("maxMegabytes")),
                problems(1, 0.1).stream().map(Problem::place).toList());
    }

    @Test
    void manyLayersAreCounted() {
        GraphBuilder g = GraphBuilder.named("Deep").budget(Budget.Spec.of().maxParameters(10));
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
                List.of("[plumb/bad-attribute] Budget of 'Digits' limits nothing: it needs maxParameters,"
                        + " maxMegabytes, maxFlops or maxActivationMegabytes"),
                problems(Long.MAX_VALUE, NO_MEGABYTES).stream()
                        .map(Problem::firstLine)
                        .toList());
    }

    /** 2 * (784 * 512 + 512 * 64 + 64 * 10) operations, 4 * (784 + 512 + 64 + 10) bytes. */
    @Test
    void whatAnExampleCostsIsLimited() {
        Problem flops = digits(Budget.Spec.of().maxFlops(869_631)).get(0);
        assertEquals(new Place.OfBudget("maxFlops"), flops.place());
        assertEquals("""
            [plumb/over-budget] model 'Digits' has 869,632 FLOPs per example, its budget is 869,631
              wide     Dense(units = 512, activation = RELU)   802,816 (92.3 %)
              deep     Dense(units = 64, activation = RELU)    65,536 (7.5 %)
              classes  Dense(units = 10)                       1,280 (0.1 %)
              see      docs/errors/over-budget.md\
            """, flops.text());
        Problem activations =
                digits(Budget.Spec.of().maxActivationMegabytes(0.005)).get(0);
        assertEquals(new Place.OfBudget("maxActivationMegabytes"), activations.place());
        assertEquals(
                "model 'Digits' has 0.0052 MB of activations per example, its budget is 0.005 MB",
                activations.headline());
        assertEquals(
                List.of(), digits(Budget.Spec.of().maxFlops(869_632).maxActivationMegabytes(4 * 1370 / 1_048_576.0)));
    }

    private static List<Problem> digits(Budget.Spec budget) {
        return model(1, 1).budget(budget).check().problems();
    }

    private static List<Problem> sequence(Budget.Spec budget) {
        GraphBuilder g = GraphBuilder.named("Reader").budget(budget);
        Wire words = g.input("words", Shape.parse("time", "8"), DType.FLOAT32);
        return g.output(g.apply("read", Layers.lstm(16), words)).check().problems();
    }

    @Test
    void whatGrowsWithASymbolicAxisIsLimitedAtASize() {
        Budget.Spec limit = Budget.Spec.of().maxFlops(307_199); // 2 * (8 + 16) * 64 in each of 100 steps
        assertEquals(
                "[plumb/over-budget] model 'Reader' has 307,200 FLOPs per example, its budget is 307,199",
                sequence(limit.at("time = 100")).get(0).firstLine());
        assertEquals(List.of(), sequence(limit.at("time = 99")));
        Problem open = sequence(limit).get(0);
        assertEquals(new Place.OfBudget("maxFlops"), open.place());
        assertEquals("""
            [plumb/bad-attribute] Budget of 'Reader' limits what grows with 'time': it has to say for which size, at = "time = …"
              measured  3,072*time
              see       docs/errors/bad-attribute.md\
            """, open.text());
        assertEquals(List.of(), sequence(Budget.Spec.of().maxParameters(10_000)));
    }

    @Test
    void sizesThatMakeNoSenseAreRefused() {
        Budget.Spec limit = Budget.Spec.of().maxFlops(1e9);
        assertEquals(
                List.of("[plumb/bad-attribute] Budget of 'Reader' has at = \"time = 0\": must be sizes of symbolic"
                        + " axes, such as \"time = 128\"; column 1: 'time' needs a size of at least 1"),
                sequence(limit.at("time = 0")).stream().map(Problem::firstLine).toList());
        assertEquals(
                List.of("[plumb/bad-attribute] Budget of 'Reader' has at = \"time = 9, time = 1\": must be sizes of"
                        + " symbolic axes, such as \"time = 128\"; column 11: 'time' has two sizes"),
                sequence(limit.at("time = 9, time = 1")).stream()
                        .map(Problem::firstLine)
                        .toList());
        assertEquals(
                List.of(new Place.OfBudget("at")),
                sequence(limit.at("time = 100, tim = 3")).stream()
                        .map(Problem::place)
                        .toList());
        assertEquals(
                "Budget of 'Reader' has a size for 'tim', and the model has no such axis, did you mean 'time'?",
                sequence(limit.at("time = 100, tim = 3")).get(0).headline());
    }

    @Test
    void aSizeWithAMisspeltNameIsTheOneThatIsMissing() {
        Budget.Spec limit = Budget.Spec.of().maxFlops(1e9).maxActivationMegabytes(1);
        assertEquals(
                List.of("Budget of 'Reader' has a size for 'tim', and the model has no such axis, did you mean"
                        + " 'time'?"),
                sequence(limit.at("tim = 4")).stream().map(Problem::headline).toList());
    }

    @Test
    void theLimitsOfABuildHoldForModelsThatDoNotSayTheSameThemselves() {
        Budget.Spec build = Budget.Spec.of().maxParameters(1000).maxFlops(1000);
        Graph graph = model(435_402, 2).build();
        List<Problem> problems = BudgetCheck.ofBuild(graph, build, name -> "-Aplumb." + name);
        assertEquals(
                List.of("model 'Digits' has 869,632 FLOPs per example, its budget is 1,000, by -Aplumb.maxFlops"),
                problems.stream().map(Problem::headline).toList());
        assertEquals(new Place.Whole(), problems.get(0).place());
    }
}
