package dev.plumb.graph.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A size that is too large is an error at what makes it, and never another number. */
final class SizeLimitsTest {
    private static final int HUGE = Integer.MAX_VALUE;

    private static Problem problem(Shape input, LayerSpec... layers) {
        GraphBuilder g = GraphBuilder.named("Large");
        Wire wire = g.input("x", input, DType.FLOAT32);
        for (int i = 0; i < layers.length; i++) {
            wire = g.apply("layer" + i, layers[i], wire);
        }
        g.output(wire);
        List<Problem> problems = assertThrows(GraphException.class, g::build).problems();
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    private static void assertProblem(String firstLine, Place place, Problem problem) {
        assertEquals(firstLine, problem.firstLine());
        assertEquals(place, problem.place());
    }

    @Test
    void anAxisBeyondIntIsRefused() {
        assertProblem(
                "[plumb/too-large] Flatten 'layer0' makes an axis of 10,000,000,000: an axis is up to 2,147,483,647",
                new Place.Layer("layer0"),
                problem(Shape.of(100_000, 100_000), Layers.flatten()));
    }

    @Test
    void anInputOfTooManyElementsIsRefused() {
        assertProblem(
                "[plumb/too-large] Input 'x' makes the shape (2147483647, 2147483647): a tensor is up to"
                        + " 9,007,199,254,740,992 numbers",
                new Place.Layer("x"),
                problem(Shape.of(HUGE, HUGE), Layers.flatten()));
    }

    @Test
    void digitsThatNoSizeHasAreRefusedAtTheirAxis() {
        assertProblem(
                "[plumb/bad-attribute] Input 'x' has dims[1] = \"99999999999999999999\": must be at most 2147483647",
                new Place.Attribute("x", "dims", 1),
                problem(Shape.parse("time", "99999999999999999999"), Layers.flatten()));
    }

    @Test
    void aWeightOfTooManyNumbersIsTheFaultOfTheNumberThatMakesIt() {
        assertProblem(
                "[plumb/too-large] Dense 'layer0' makes the weight 'kernel' of shape (2000000000, 2147483647): a"
                        + " weight is up to 9,007,199,254,740,992 numbers",
                new Place.Attribute("layer0", "units", -1),
                problem(Shape.of(2_000_000_000), Layers.dense(HUGE)));
    }

    @Test
    void twiceTheUnitsDoNotWrap() {
        assertProblem(
                "[plumb/too-large] Bidirectional(LSTM) 'layer0' makes an axis of 4,294,967,294: an axis is up to"
                        + " 2,147,483,647",
                new Place.Attribute("layer0", "units", -1),
                problem(Shape.of(2, 1), Layers.bidirectional(Layers.lstm(HUGE))));
    }

    @Test
    void marginsDoNotWrap() {
        assertProblem(
                "[plumb/too-large] ZeroPadding2D 'layer0' makes an axis of 4,294,967,302: an axis is up to"
                        + " 2,147,483,647",
                new Place.Attribute("layer0", "value", -1),
                problem(Shape.of(8, 8, 1), Layers.zeroPadding2D().value(HUGE)));
    }

    @Test
    void aKernelOfTooManyNumbersIsRefused() {
        assertProblem(
                "[plumb/too-large] Conv2D 'layer0' makes the weight 'kernel' of shape (9, 9, 1000000, 2000000000): a"
                        + " weight is up to 9,007,199,254,740,992 numbers",
                new Place.Attribute("layer0", "filters", -1),
                problem(Shape.of(9, 9, 1_000_000), Layers.conv2D(2_000_000_000, 9)));
    }

    @Test
    void allParametersTogetherAreCountedExactly() {
        LayerSpec wide = Layers.dense(90_000_000);
        GraphBuilder g = GraphBuilder.named("Large").budget(Budget.Spec.of().maxParameters(1_000_000));
        Wire wire = g.apply("first", wide, g.input("x", 90_000_000));
        g.output(g.apply("second", wide, wire));
        List<Problem> problems = assertThrows(GraphException.class, g::build).problems();
        assertEquals(
                List.of("[plumb/too-large] Dense 'second' makes the model too large: all parameters together are up to"
                        + " 9,007,199,254,740,992 numbers"),
                problems.stream().map(Problem::firstLine).toList());
    }

    @Test
    void aReshapeToMoreThanCanBeCountedIsRefused() {
        assertProblem(
                "[plumb/too-large] Reshape 'layer0' makes a size beyond 9,007,199,254,740,992: an axis is up to"
                        + " 2,147,483,647",
                new Place.Attribute("layer0", "value", -1),
                problem(Shape.of(8), Layers.reshape(HUGE, HUGE)));
    }

    @Test
    void aSymbolicSizeThatGrowsBeyondIsRefusedOnceItIsKnown() {
        GraphBuilder g = GraphBuilder.named("Large");
        Wire x = g.input("x", Shape.parse("time", "1", "1"), DType.FLOAT32);
        g.output(g.apply("padded", Layers.upSampling2D().value(HUGE), x));
        assertThrows(GraphException.class, () -> GraphChecker.bind(g.build(), Map.of("time", 1L << 40)));
    }
}
