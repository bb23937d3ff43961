package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.ops.Var;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How strongly each output pulls at each layer. */
final class GradientNormsTest {
    private static final List<INDArray> INPUTS =
            List.of(Nd4j.createFromArray(new float[][] {{1, -2, 0.5f}, {0.3f, 0.7f, -1}}));

    private static List<INDArray> targets() {
        return List.of(
                Nd4j.createFromArray(new float[][] {{1}, {0}}), Nd4j.createFromArray(new float[][] {{-1, 2}, {0, 1}}));
    }

    private static Network network(double first, double second, double penalty) {
        GraphBuilder g = GraphBuilder.named("Heads");
        var x = g.input("x", 3);
        var shared = g.apply(
                "shared",
                Layers.dense(4)
                        .activation(TANH)
                        .kernelRegularizer(Regularizer.Spec.of().l2(penalty)),
                x);
        g.output(g.apply("a", Layers.dense(1), shared), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR).weight(first));
        g.output(g.apply("b", Layers.dense(2), shared), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR).weight(second));
        return Network.create(g.build(), 3);
    }

    /** The gradients of a loss of one output are those of both, where the other one has no weight. */
    @Test
    void theyAreThoseOfEachOutputByItself() {
        GradientNorms norms =
                network(0.5, 2, 0).trainer(SGD.of(0.1)).gradientNorms(INPUTS, targets());
        Map<String, BatchGradients> alone = Map.of(
                "a", network(0.5, 0, 0).trainer(SGD.of(0.1)).gradients(INPUTS, targets()),
                "b", network(0, 2, 0).trainer(SGD.of(0.1)).gradients(INPUTS, targets()));
        assertEquals(Set.of("a", "b"), norms.byOutput().keySet());
        alone.forEach((output, gradients) -> {
            for (String layer : List.of("shared", "a", "b")) {
                double expected = Math.hypot(
                        gradients.get(layer + "/kernel").norm2Number().doubleValue(),
                        gradients.get(layer + "/bias").norm2Number().doubleValue());
                assertEquals(expected, norms.of(output, layer), 1e-5 * Math.max(1, expected), output + " " + layer);
            }
            assertEquals(gradients.norm(), norms.of(output), 1e-5 * gradients.norm());
        });
        assertEquals(0, norms.of("a", "b"));
        assertEquals(Set.of("shared"), norms.shared());
        assertTrue(norms.byTag().containsKey("gradient_norm/a/shared"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> norms.of("a", "sharde"))
                .getMessage()
                .contains("shared"));
    }

    @Test
    void penaltiesAreNotOfAnOutput() {
        GradientNorms plain = network(1, 1, 0).trainer(SGD.of(0.1)).gradientNorms(INPUTS, targets());
        GradientNorms penalized =
                network(1, 1, 0.5).trainer(SGD.of(0.1)).gradientNorms(INPUTS, targets());
        plain.byTag()
                .forEach((tag, norm) -> assertEquals(norm, penalized.byTag().get(tag), 1e-5 * Math.max(1, norm), tag));
    }

    @Test
    void frozenLayersHaveNone() {
        Network network = network(1, 1, 0);
        network.freeze("shared");
        GradientNorms norms = network.trainer(SGD.of(0.1)).gradientNorms(INPUTS, targets());
        assertEquals(Set.of("a", "b"), norms.byOutput().get("a").keySet());
        assertEquals(Set.of(), norms.shared());
    }

    @Test
    void whoDominatesIsSaid() {
        assertTrue(network(1, 1, 0)
                .trainer(SGD.of(0.1))
                .gradientNorms(INPUTS, targets())
                .dominance()
                .isEmpty());
        String said = network(1, 1000, 0)
                .trainer(SGD.of(0.1))
                .gradientNorms(INPUTS, targets())
                .dominance()
                .orElseThrow();
        assertTrue(said.contains("the loss of 'b' dominates") && said.contains("[shared]"), said);
    }

    /** Training goes on as if nobody had asked. */
    @Test
    void aLogOfThemChangesNothing() {
        Dataset<List<INDArray>, List<INDArray>> data =
                Dataset.of(Structure.list(List.of("x")), INPUTS, Structure.list(List.of("a", "b")), targets());
        Network plain = network(1, 1, 0.1);
        plain.trainer(SGD.of(0.1)).fit(data, Killable.fit());
        Network logged = network(1, 1, 0.1);
        var trainer = logged.trainer(SGD.of(0.1));
        GradientNormLog log = new GradientNormLog(() -> trainer.gradientNorms(INPUTS, targets()));
        History history = trainer.fit(data, Killable.fit().callbacks(log));
        assertEquals(plain.weights(), logged.weights());
        assertEquals(log.last().of("a"), history.last("gradient_norm_a"));
        assertEquals(trainer.gradientNorms(INPUTS, targets()).byTag(), log.last().byTag());
    }

    private static final class Code extends EagerModel<Var, Map<String, Var>> {
        private final EagerLayer shared = layer("shared", Layers.dense(4).activation(TANH));
        private final EagerLayer a = layer("a", Layers.dense(1));
        private final EagerLayer b = layer("b", Layers.dense(2));

        Code() {
            super(3);
        }

        @Override
        public Map<String, Var> call(EagerContext context, Var x) {
            Var hidden = shared.call(context, x);
            return Map.of("a", a.call(context, hidden), "b", b.call(context, hidden));
        }
    }

    @Test
    void aModelInCodeHasTheSame() {
        Code code = new Code();
        var trainer = code.trainer(
                EagerInput.arrays(Structure.list(List.of("x")), values -> values.get(0)),
                Structure.list(List.of("a", "b")),
                code.optimizer(SGD.of(0.1)),
                List.of(
                        new OutputTraining("a", Losses.of(LossFunction.MEAN_SQUARED_ERROR), 1, List.of()),
                        new OutputTraining("b", Losses.of(LossFunction.MEAN_SQUARED_ERROR), 3, List.of())));
        trainer.gradients(INPUTS, targets());
        GradientNorms eager = trainer.gradientNorms(INPUTS, targets());
        GradientNorms planned = network(1, 3, 0).trainer(SGD.of(0.1)).gradientNorms(INPUTS, targets());
        assertEquals(new TreeMap<>(planned.byTag()).keySet(), new TreeMap<>(eager.byTag()).keySet());
        List<String> tags = new ArrayList<>(planned.byTag().keySet());
        tags.forEach(tag -> assertEquals(planned.byTag().get(tag), eager.byTag().get(tag), 1e-5, tag));
    }
}
