package dev.plumb.samples.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.SGD;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares what a step of gradient descent does with the differences of the loss around the weights. */
final class GradientsBySteps {
    private static final float STEP = 2e-3f;

    private GradientsBySteps() {}

    static void check(Network network, List<INDArray> x, List<INDArray> y) {
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(1.0));
        Map<String, INDArray> before = copies(network);
        trainer.trainOnBatch(x, y);
        Map<String, INDArray> after = copies(network);
        before.forEach(network::setWeight);
        Set<String> trained = network.graph().trainedWeights();
        before.forEach((path, weight) -> {
            if (!trained.contains(path)) {
                return;
            }
            INDArray moved = weight.sub(after.get(path)).ravel();
            for (long i = 0; i < weight.length(); i += Math.max(1, weight.length() / 5)) {
                double slope = (loss(network, trainer, path, weight, i, STEP, x, y)
                                - loss(network, trainer, path, weight, i, -STEP, x, y))
                        / (2 * STEP);
                assertEquals(slope, moved.getDouble(i), 2e-3 + 0.02 * Math.abs(slope), path + " at " + i);
            }
            network.setWeight(path, weight);
        });
    }

    private static double loss(
            Network network,
            Trainer<List<INDArray>, List<INDArray>> trainer,
            String path,
            INDArray weight,
            long index,
            float step,
            List<INDArray> x,
            List<INDArray> y) {
        INDArray changed = weight.dup().ravel();
        changed.putScalar(index, changed.getFloat(index) + step);
        network.setWeight(path, changed.reshape(weight.shape()));
        return trainer.testOnBatch(x, y).loss();
    }

    private static Map<String, INDArray> copies(Network network) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        network.weights().forEach((path, weight) -> copies.put(path, weight.dup()));
        return copies;
    }
}
