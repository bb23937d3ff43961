package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FarCase;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.runtime.Network;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where Keras gives a number for what is infinite or very large, so does Plumb, and the same. */
final class FarValuesTest {
    /** Beyond it, oneDNN's code for GELU has no numbers, as the function's documentation says. */
    private static final float GELU_LIMIT = 1e38f;

    static List<FarCase> cases() {
        return FarCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void numbersAreThoseOfKeras(FarCase far) {
        Network network = Network.create(
                SequentialBuilder.named("Far", FarCase.ROW)
                        .add(layer(far.name()))
                        .build(),
                1);
        INDArray x = Nd4j.create(floats(far.inputs())).reshape(-1, FarCase.ROW);
        float[] found = network.predict(List.of(x)).get(0).reshape(-1).toFloatVector();
        for (int i = 0; i < found.length; i++) {
            float expected = far.outputs().get(i);
            if (far.name().equals("GELU") && expected > GELU_LIMIT) {
                assertFalse(Float.isFinite(found[i]), "GELU at " + i);
            } else if (!Float.isNaN(expected)) {
                Agreement.assertAgrees(expected, found[i], far + " at " + i);
            }
        }
    }

    private static LayerSpec layer(String name) {
        return name.equals("LayerNormalization")
                ? Layers.layerNormalization()
                : Layers.activation(ActivationFunction.valueOf(name));
    }

    private static float[] floats(List<Float> list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i);
        }
        return floats;
    }
}
