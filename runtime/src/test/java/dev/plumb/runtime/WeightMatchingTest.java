package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights of another model are taken by name or by order, with a report; or nothing is. */
final class WeightMatchingTest {

    private static Graph base(int classes) {
        GraphBuilder g = GraphBuilder.named("Base" + classes);
        Wire hidden = g.apply("hidden", Layers.dense(8), g.input("x", 4));
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        return g.output(g.apply("head", Layers.dense(classes), normal), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static Graph nesting() {
        GraphBuilder g = GraphBuilder.named("Nesting");
        Wire encoder = g.apply("encoder", ModelLayer.of(base(3)), g.input("x", 4));
        return g.output(g.apply("top", Layers.dense(2), encoder), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    @Test
    void layersOfOneNameMatch(@TempDir Path folder) {
        Network pretrained = Network.create(base(3), 1);
        Path file = folder.resolve("base.plumb");
        pretrained.save(file);
        Network network = Network.create(base(2), 2);
        MatchReport report = network.weightsFrom(file, Matching.byName().skippingMismatched());
        assertEquals(
                "matched    hidden\nmatched    normal\nskipped    head: kernel has the shape (8, 2), in the other model 'Base3' (8, 3)\n",
                report.toString());
        assertEquals(pretrained.weight("hidden/kernel"), network.weight("hidden/kernel"));
        assertEquals(Network.create(base(2), 2).weight("head/kernel"), network.weight("head/kernel"));
    }

    @Test
    void nothingIsChangedIfItIsRefused() {
        Network network = Network.create(base(2), 2);
        Network before = Network.create(base(2), 2);
        assertEquals(
                "the weights of the other model 'Base3' do not fit model 'Base2': 'head': kernel has the shape (8, 2), in the other model 'Base3' (8, 3)."
                        + " Nothing was changed; skip these layers, or say skippingMismatched()",
                refused(network, Network.create(base(3), 1), Matching.byName()));
        assertEquals(
                "by order, there must be as many layers with weights: model 'Base2' has 2 that are not skipped [hidden, normal], the other"
                        + " model 'Base3' has 3 [hidden, normal, head]: say into or outOf, or match by name",
                refused(network, Network.create(base(3), 1), Matching.byOrder().skip("head")));
        assertEquals(
                "nothing in model 'Base2' matches a layer of the other model 'Nesting': 'hidden': there is no layer 'hidden' in the other"
                        + " model 'Nesting', did you mean 'encoder/hidden'?; there are encoder/hidden, encoder/normal, encoder/head, top."
                        + " Nothing was changed; layers of a nested model match by into or outOf, other names by naming, and layers in the same"
                        + " order by byOrder",
                refused(network, Network.create(nesting(), 1), Matching.byName()));
        assertEquals(before.weights(), network.weights());
    }

    private static String refused(Network network, Network other, Matching matching) {
        return assertThrows(IllegalArgumentException.class, () -> network.weightsFrom(other, matching))
                .getMessage();
    }

    @Test
    void allLayersTakeWeightsIfThatIsSaid() {
        Network pretrained = Network.create(base(3), 1);
        Network nesting = Network.create(nesting(), 2);
        Matching matching = Matching.byName().naming(path -> path.replace("encoder/", ""));
        assertEquals(
                "all layers of model 'Nesting' are to take weights, and 1 of 4 find none in the other model 'Base3': top; there are hidden,"
                        + " normal, head. Nothing was changed; skip these layers, or say by naming what they are called",
                refused(nesting, pretrained, matching.takingAll()));
        assertEquals(
                3,
                nesting.weightsFrom(pretrained, matching.takingAll().skip("top"))
                        .matched()
                        .size());
    }

    @Test
    void aNestedModelTakesAWholeOneAndTheOtherWayRound() {
        Network pretrained = Network.create(base(3), 1);
        Network nesting = Network.create(nesting(), 2);
        MatchReport report = nesting.weightsFrom(pretrained, Matching.byName().into("encoder"));
        assertEquals(
                "matched    encoder/hidden from hidden\nmatched    encoder/normal from normal\nmatched    encoder/head from head\n",
                report.toString());
        assertEquals(pretrained.weight("head/bias"), nesting.weight("encoder/head/bias"));
        Network again = Network.create(base(3), 3);
        again.weightsFrom(nesting, Matching.byOrder().outOf("encoder"));
        assertEquals(pretrained.weights(), again.weights());
        Network some = Network.create(base(2), 3);
        assertEquals(
                List.of("encoder/head"),
                some.weightsFrom(nesting, Matching.byName().outOf("encoder").skip("head"))
                        .leftOver());
    }

    @Test
    void whoReadsMeanwhileSeesAllOfThemOrNone() throws Exception {
        Network one = Network.create(base(2), 1);
        Network two = Network.create(base(2), 2);
        Network copy = Network.create(base(2), 1);
        FutureTask<Boolean> copying = new FutureTask<>(() -> {
            for (int i = 0; i < 300; i++) {
                copy.weightsFrom(i % 2 == 0 ? two : one, Matching.byName());
            }
            return true;
        });
        Thread thread = new Thread(copying);
        thread.start();
        do {
            Map<String, INDArray> seen = copy.weights();
            assertTrue(seen.equals(one.weights()) || seen.equals(two.weights()));
        } while (!copying.isDone());
        assertTrue(copying.get());
        thread.join();
    }

    @Test
    void oneWarningIfNothingKeepsThem() {
        assertEquals(1, warnings(network -> {}, true, 2).size());
        String message = warnings(network -> {}, true, 1).get(0);
        assertTrue(
                message.startsWith(
                        "[plumb/nothing-frozen] model 'Base2' took the weights of 2 layers from another model, and trains them"
                                + " together with new ones (head), "),
                message);
        assertEquals(List.of(), warnings(network -> {}, false, 1));
        assertEquals(List.of(), warnings(network -> network.freeze("hidden"), true, 1));
        assertEquals(List.of(), warnings(network -> network.learningRateMultiplier("hidden", 0.1), true, 1));
    }

    /** What is said when a network with a new head is fitted. */
    private static List<String> warnings(java.util.function.Consumer<Network> preparation, boolean wanted, int fits) {
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                said.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(TransferNotice.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Network network = Network.create(base(2), 2);
            network.weightsFrom(Network.create(base(3), 1), Matching.byName().skip("head"));
            preparation.accept(network);
            INDArray x = Nd4j.rand(DataType.FLOAT, 4, 4);
            INDArray y = Nd4j.rand(DataType.FLOAT, 4, 2);
            for (int i = 0; i < fits; i++) {
                network.trainer(SGD.of())
                        .fit(
                                Dataset.of(
                                        Structure.list(List.of("x")),
                                        List.of(x),
                                        Structure.list(List.of("head")),
                                        List.of(y)),
                                Fit.epochs(1).verbose(Verbosity.SILENT).warnings(wanted));
            }
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return said;
    }
}
