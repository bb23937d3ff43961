package dev.plumb.samples.explanation;

import dev.plumb.runtime.Network;
import dev.plumb.runtime.NodeGradient;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The class activation map of Grad-CAM (Selvaraju et al. 2017): where the activations A of a convolution speak for a class,
 *
 * <pre>map = relu(sum over channels c of mean over height and width (d score / d A_c) · A_c)</pre>
 *
 * <p>The score is the one before a softmax. After it, a class that the network is sure of has a gradient of almost 0.
 *
 * @param scores the layer of the scores, one for each class
 * @param activations the layer of the activations, (height, width, channels): the last convolution as a rule
 */
record ClassActivation(String scores, String activations) {

    /** The maps of images for one class: (examples, height, width), nowhere below 0. */
    INDArray map(Network network, INDArray images, int index) {
        NodeGradient found = network.gradients(List.of(images), scores, index, activations);
        INDArray weights = found.gradient().mean(true, 1, 2);
        return Transforms.relu(found.value().mul(weights).sum(3));
    }
}
