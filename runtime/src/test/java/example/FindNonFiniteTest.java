package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.layer.LayerCode;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.NonFiniteLossException;
import dev.plumb.runtime.Phase;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.SGD;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is not finite is traced to the op that made it: its operands, its layer, the line of the code. */
final class FindNonFiniteTest {
    private static final LayerCode LOGARITHM = (context, in) -> {
        Var positive = in.get(0).relu();
        return positive.log();
    };
    private static final LayerCode ROOT = (context, in) -> in.get(0).abs().sqrt();
    private static final INDArray Y = Nd4j.zeros(DataType.FLOAT, 2, 1);

    private static Trainer<List<INDArray>, List<INDArray>> trainer(LayerCode code) {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire own = g.apply(
                "gate",
                CodeBuilder.named("example.Gate")
                        .signature("(d) -> (d)")
                        .code(values -> code)
                        .with(Map.of()),
                g.apply("hidden", Layers.dense(3).useBias(false), g.input("x", 3)));
        return Network.create(
                        g.output(g.apply("out", Layers.dense(1), own), LossFunction.MEAN_SQUARED_ERROR)
                                .build(),
                        1)
                .trainer(SGD.of(0.1));
    }

    private static String said(LayerCode code, INDArray x) {
        return trainer(code)
                .findNonFinite(List.of(x), List.of(Y))
                .map(NonFinite::message)
                .orElse("");
    }

    private static void assertSays(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), text);
        }
    }

    @Test
    void aLossIsTracedToTheOpInTheCodeOfALayer() {
        INDArray zeros = Nd4j.zeros(DataType.FLOAT, 2, 3);
        Trainer<List<INDArray>, List<INDArray>> trainer = trainer(LOGARITHM);
        NonFiniteLossException refused =
                assertThrows(NonFiniteLossException.class, () -> trainer.trainOnBatch(List.of(zeros), List.of(Y)));
        assertSays(refused.getMessage(), "findNonFinite(inputs, targets)");
        assertSays(
                said(LOGARITHM, zeros),
                "the first numbers that are not finite are made by log: 6 infinite in float32[2,3]",
                "\n  of        float32[2,3] from 0.0 to 0.0",
                "\n  layer     gate",
                "\n  line      example.FindNonFiniteTest.",
                "(FindNonFiniteTest.java:35)",
                "\n  try       the logarithm of 0 or less: add a small number before, x.plus(1e-7f).log()");
    }

    @Test
    void aGradientIsTracedToTheOpThatItIsTheGradientOf() {
        Trainer<List<INDArray>, List<INDArray>> trainer = trainer(ROOT);
        INDArray zeros = Nd4j.zeros(DataType.FLOAT, 2, 3);
        assertTrue(
                Double.isFinite(trainer.testOnBatch(List.of(zeros), List.of(Y)).loss()));
        assertSays(
                said(ROOT, zeros),
                "the first numbers that are not finite are made in the gradient of sqrt, by",
                "\n  layer     gate",
                "(FindNonFiniteTest.java:37)",
                "the slope of a root is infinite at 0");
    }

    /** What the kernels of a recurrent layer keep for its gradient is not looked at. */
    @Test
    void aGradientThroughARecurrentLayerIsTracedToWhatIsBehindIt() {
        GraphBuilder g = GraphBuilder.named("Reader");
        Wire root = g.apply(
                "gate",
                CodeBuilder.named("example.Gate")
                        .signature("(d) -> (d)")
                        .code(values -> ROOT)
                        .with(Map.of()),
                g.apply("read", Layers.lstm(3), g.input("x", 4, 2)));
        Network model = Network.create(
                g.output(g.apply("out", Layers.dense(1), root), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
        String found = model.trainer(SGD.of(0.1))
                .findNonFinite(List.of(Nd4j.zeros(DataType.FLOAT, 2, 4, 2)), List.of(Y))
                .map(NonFinite::message)
                .orElse("");
        assertSays(found, "are made in the gradient of sqrt, by", "\n  layer     gate");
    }

    @Test
    void whatIsFiniteHasNothingToFind() {
        assertEquals("", said(ROOT, Nd4j.ones(DataType.FLOAT, 2, 3)));
        assertEquals("", said((context, in) -> in.get(0), Nd4j.zeros(DataType.FLOAT, 2, 3)));
    }

    @Test
    void anInputOrAWeightThatIsNotFiniteIsNamed() {
        INDArray bad = Nd4j.ones(DataType.FLOAT, 2, 3);
        bad.putScalar(4, Float.NaN);
        assertSays(
                assertThrows(IllegalArgumentException.class, () -> said(ROOT, bad))
                        .getMessage(),
                "input 'x' is not finite before the step begins");
    }

    @Test
    void anInfinityThatDoesNoHarmIsNotBlamed() {
        LayerCode code = (context, in) -> {
            Var x = in.get(0).times(0);
            Var harmless = x.log().exp(); // e to minus infinity is 0
            return harmless.plus(x.plus(-1).sqrt());
        };
        assertSays(said(code, Nd4j.ones(DataType.FLOAT, 2, 3)), "made by sqrt", "from -1.0 to -1.0");
    }

    /** A layer that is called, and an op of the model's own code. */
    private static final class Dynamic extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(3).useBias(false));

        @Override
        public Var call(EagerContext context, Var input) {
            return hidden.call(context, input).norm(1);
        }
    }

    @Test
    void aTapeFindsItToo() {
        Dynamic model = new Dynamic();
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            tape.keepLines();
            Var x = tape.context().fill(0, 2, 3);
            Var loss = model.call(tape.context(), x).sum();
            assertTrue(tape.findNonFinite(loss).isEmpty());
            Var gradient = tape.gradients(loss, model).get("hidden/kernel");
            String said = tape.findNonFinite(gradient).orElseThrow().message();
            assertSays(said, "in the gradient of ", "FindNonFiniteTest$Dynamic.call(FindNonFiniteTest.java:");
        }
    }

    @Test
    void aLayerOfADynamicModelIsNamed() {
        Dynamic model = new Dynamic();
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            Var loss =
                    model.call(tape.context(), tape.context().fill(3e38f, 2, 3)).sum();
            assertSays(tape.findNonFinite(loss).orElseThrow().message(), "numbers became too large");
        }
    }
}
