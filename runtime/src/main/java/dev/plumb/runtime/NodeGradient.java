package dev.plumb.runtime;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer gives for some examples, and how an output of the model follows it. For Grad-CAM, the mean of the gradient over height and
 * width weighs the channels of the value.
 *
 * @param value the output of the layer: examples first
 * @param gradient of the output of the model, of the same shape
 */
public record NodeGradient(INDArray value, INDArray gradient) {}
