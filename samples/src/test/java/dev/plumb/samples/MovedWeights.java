package dev.plumb.samples;

import dev.plumb.runtime.Network;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a training has changed. */
public final class MovedWeights {
    private MovedWeights() {}

    /** The paths of the weights, moving statistics among them, that are not the same bits as before. */
    public static Set<String> of(Map<String, INDArray> before, Network network) {
        return network.weights().entrySet().stream()
                .filter(weight -> !Arrays.equals(
                        weight.getValue().ravel().toFloatVector(),
                        before.get(weight.getKey()).ravel().toFloatVector()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
