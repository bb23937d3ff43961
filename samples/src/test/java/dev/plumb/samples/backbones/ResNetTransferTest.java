package dev.plumb.samples.backbones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.MatchReport;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.FormulaWeights;
import dev.plumb.samples.MovedWeights;
import dev.plumb.train.Adam;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The two phases of transfer learning on a backbone of full size. */
final class ResNetTransferTest {
    private static final double RATE = 1e-3;

    private final ResNetTransferModel model = ResNetTransferModel.create(1);
    private final Network network = model.network();
    /** Ten photos of a color each. */
    private final Dataset<ResNetTransferModel.Inputs, ResNetTransferModel.Targets> data = ResNetTransferModel.dataset(
            FormulaWeights.numbers("colors", 10, 1, 1, 3).mul(127.5).broadcast(10, 32, 32, 3),
            Nd4j.createFromArray(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    @Test
    void parametersAreCountedAsInKeras() {
        assertEquals(24_114_826, network.graph().parameters());
        assertEquals(527_114, network.graph().trainableParameters());
        unfreezeTheTop();
        assertEquals(9_458_442, network.graph().trainableParameters());
    }

    @Test
    void itsBackboneTakesTheWeightsOfAResNet() {
        MatchReport report = network.weightsFrom(
                ResNet50Model.create(2).network(), Matching.byName().into("backbone"));
        assertEquals(List.of(), report.skipped());
        assertEquals(List.of("predictions"), report.leftOver());
    }

    /** Seen: 4.22, 0.45 and 0.38. */
    @Test
    void eachPhaseTrainsItsLayersAndMovesNoOthers() {
        network.threads(1); // small steps
        double untrained = loss();
        Map<String, INDArray> before = network.weights();
        fit(RATE);
        assertEquals(Set.of("hidden", "classes"), moved(before));
        double head = loss();
        assertTrue(head < 0.5 * untrained, untrained + " to " + head);

        before = network.weights();
        unfreezeTheTop();
        fit(RATE / 100);
        assertEquals(Set.of("hidden", "classes", "backbone/conv5/1", "backbone/conv5/2"), moved(before));
        double tuned = loss();
        assertTrue(tuned < 0.95 * head, head + " to " + tuned);
    }

    /** The last twenty layers that Keras counts in the backbone are two blocks. */
    private void unfreezeTheTop() {
        network.unfreeze("backbone/conv5/1", "backbone/conv5/2");
    }

    private void fit(double rate) {
        trainer(rate).fit(data, Fit.epochs(20).verbose(Verbosity.SILENT));
    }

    private double loss() {
        return trainer(RATE).evaluate(data).get("loss");
    }

    private Trainer<ResNetTransferModel.Inputs, ResNetTransferModel.Targets> trainer(double rate) {
        return model.trainer(Adam.of(rate));
    }

    /** The head's layers and the backbone's blocks that are not as before. */
    private Set<String> moved(Map<String, INDArray> before) {
        return MovedWeights.of(before, network).stream()
                .map(weight -> weight.replaceAll("^(backbone/[^/]+/[^/]+|[^/]+)/.*", "$1"))
                .collect(Collectors.toSet());
    }
}
