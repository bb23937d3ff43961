package dev.plumb.graph.check;

import static dev.plumb.dsl.DType.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A constraint is refused for what its kind uses: norms, and axes that the weight has. */
final class ConstraintCheckTest {
    private static final Constraint.Spec MAX = Constraint.Spec.of(ConstraintKind.MAX_NORM);

    private static List<String> problems(LayerSpec layer) {
        try {
            SequentialBuilder.named("Model", Shape.of(4), FLOAT32).add(layer).build();
            return List.of();
        } catch (GraphException wrong) {
            return wrong.problems().stream().map(Problem::headline).toList();
        }
    }

    private static List<String> problems(Constraint.Spec constraint) {
        return problems(Layers.dense(3).kernelConstraint(constraint));
    }

    @Test
    void aWeightHasTheAxesOfItsNorm() {
        assertEquals(List.of(), problems(MAX.axis(-1)));
        assertEquals(List.of(), problems(MAX.axis(0, 1)));
        String axes = "must be one with axis between -2 and 1, each axis once: 'kernel' is (4, 3)";
        assertEquals(
                List.of("Dense 'dense' has kernelConstraint = @Constraint(value = MAX_NORM, axis = 5): " + axes),
                problems(MAX.axis(5)));
        assertEquals(
                List.of("Dense 'dense' has kernelConstraint = @Constraint(value = MAX_NORM, axis = {0, -2}): " + axes),
                problems(MAX.axis(0, -2)));
        assertEquals(
                List.of("Dense 'dense' has biasConstraint = @Constraint(value = MAX_NORM, axis = 1): "
                        + "must be one with axis between -1 and 0, each axis once: 'bias' is (3)"),
                problems(Layers.dense(3).biasConstraint(MAX.axis(1))));
    }

    @Test
    void oneNumberHasNoNorm() {
        GraphBuilder g = GraphBuilder.named("Scalar");
        g.output(g.apply("y", Layers.pReLU().alphaConstraint(MAX), g.input("x", Shape.of(), FLOAT32)));
        GraphException wrong = assertThrows(GraphException.class, g::build);
        assertEquals(
                "PReLU 'y' has alphaConstraint = @Constraint(MAX_NORM): must be one without a norm, which is over axes: 'alpha' is ()",
                wrong.problems().get(0).headline());
    }

    @Test
    void aNormIsOverDifferentAxes() {
        String differ = "must be one with axis not empty and without repetitions";
        assertEquals(
                List.of("Dense 'dense' has kernelConstraint = @Constraint(value = MAX_NORM, axis = {}): " + differ),
                problems(MAX.axis(List.of())));
        assertEquals(
                List.of("Dense 'dense' has kernelConstraint = @Constraint(value = MAX_NORM, axis = {0, 0}): " + differ),
                problems(MAX.axis(0, 0)));
    }

    @Test
    void whatTheKindDoesNotUseIsNotAskedFor() {
        assertEquals(List.of(), problems(MAX.minValue(-1).rate(7)));
        assertEquals(
                List.of(),
                problems(Constraint.Spec.of(ConstraintKind.NON_NEG).maxValue(-1).axis(5)));
        assertEquals(
                1,
                problems(Constraint.Spec.of(ConstraintKind.MIN_MAX_NORM).minValue(-1))
                        .size());
    }

    @Test
    void anEpsilonIsAFloat() {
        assertEquals(
                List.of(
                        "LayerNormalization 'layer_normalization' has epsilon = 1.0E-60: must be at least 1.4E-45: as a float it is 0"),
                problems(Layers.layerNormalization().epsilon(1e-60)));
    }
}
