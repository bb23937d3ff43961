package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.array.InputException;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.Repetition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of outputs for the values of layers are the slopes that small changes of the values show. */
final class NodeGradientTest {
    private static final INDArray IMAGES = Nd4j.rand(DataType.FLOAT, 3, 6, 6, 2);

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Images");
        Wire conv = g.apply("conv", Layers.conv2D(4, 3).activation(TANH), g.input("image", 6, 6, 2));
        Wire normal = g.apply("normal", Layers.batchNormalization(), conv);
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling2D(), normal);
        Wire stack = g.apply("stack", Repetition.of(2, Layers.dense(4).activation(TANH)), pooled);
        Wire logits = g.apply("logits", Layers.dense(3), stack);
        Wire classes = g.apply("classes", Layers.activation(SOFTMAX), logits);
        Wire side = g.apply("side", Layers.dense(1), pooled);
        return Network.create(g.output(classes).output(side).build(), 1);
    }

    @Test
    void theGradientOfAClassIsTheSlope() {
        Network network = network();
        for (String node : List.of("conv", "pooled", "logits")) {
            NodeGradient found = network.gradients(List.of(IMAGES), "classes", 2, node);
            assertEquals(network.upTo(node).predict(List.of(IMAGES)).get(0), found.value());
            Network rest = network.part(node, "classes");
            float[] gradient = found.gradient().dup('c').data().asFloat();
            for (int i = 0; i < gradient.length; i += Math.max(1, gradient.length / 20)) {
                double slope = (of(rest, found.value(), i, 0.01) - of(rest, found.value(), i, -0.01)) / 0.02;
                assertEquals(slope, gradient[i], 2e-4, node + " at " + i);
            }
        }
    }

    /** The sum of the probabilities of class 2, with one number of the value changed. */
    private static double of(Network rest, INDArray value, int index, double change) {
        INDArray changed = value.dup('c');
        changed.data().put(index, changed.data().getFloat(index) + change);
        return rest.predict(List.of(changed)).get(0).getColumn(2).sumNumber().doubleValue();
    }

    @Test
    void nodesInsideInputsAndOtherOutputsHaveGradients() {
        Network network = network();
        NodeGradient inner = network.gradients(List.of(IMAGES), "logits", 0, "stack/0");
        assertEquals(
                List.of(3L, 4L), List.of(inner.value().size(0), inner.value().size(1)));
        NodeGradient saliency = network.gradients(List.of(IMAGES), "side", 0, "image");
        assertEquals(IMAGES, saliency.value());
        assertEquals(4, saliency.gradient().rank());
        INDArray upstream = Nd4j.create(new float[] {0, 0, 1, 0, 0, 1, 0, 0, 1}, new long[] {3, 3}, 'c');
        assertEquals(
                network.gradients(List.of(IMAGES), "classes", 2, "conv").gradient(),
                network.gradients(List.of(IMAGES), "classes", upstream, "conv").gradient());
    }

    @Test
    void whatHasNoGradientIsRefused() {
        Network network = network();
        assertEquals(
                "'side' of model 'Images' does not follow from 'logits': it has no gradient for it",
                refused(() -> network.gradients(List.of(IMAGES), "side", 0, "logits")));
        assertEquals(
                "'classes' of model 'Images' is (3): there is no class 3 on its last axis",
                refused(() -> network.gradients(List.of(IMAGES), "classes", 3, "conv")));
        assertEquals(
                "model 'Images' has no layer 'cnv', did you mean 'conv'?",
                refused(() -> network.gradients(List.of(IMAGES), "classes", 0, "cnv")));
        assertEquals(
                "the upstream gradient of 'classes' has the shape (3, 3) for these examples: found (2, 3)",
                assertThrows(
                                InputException.class,
                                () -> network.gradients(
                                        List.of(IMAGES), "classes", Nd4j.zeros(DataType.FLOAT, 2, 3), "conv"))
                        .getMessage());
    }

    private static String refused(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
