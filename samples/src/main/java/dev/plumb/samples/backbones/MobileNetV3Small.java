package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.HARD_SILU;
import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Repeat;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.Rescaling;

/**
 * MobileNetV3Small (Howard et al. 2019) for images of any size, with pixels from 0 to 255. Without its classifier:
 * {@code @Use(value = MobileNetV3Small.class, upTo = "activation1")}.
 */
@Model
public interface MobileNetV3Small {
    @Input(dims = {"height", "width", "3"})
    Image image();

    @Rescaling(scale = 1 / 127.5, offset = -1)
    Image rescaled(Image image);

    @Conv2D(filters = 16, kernelSize = 3, strides = 2, padding = SAME, useBias = false)
    Image conv(Image rescaled);

    @BatchNormalization(momentum = MobileBlock.Wiring.MOMENTUM)
    Image bn(Image conv);

    @Activation(HARD_SILU)
    Image activation(Image bn);

    @MobileBlock(filters = 16, expanded = 16, kernelSize = 3, stride = 2, activation = RELU)
    Image block0(Image activation);

    @MobileBlock(filters = 24, expanded = 72, kernelSize = 3, stride = 2, squeeze = false, activation = RELU)
    Image block1(Image block0);

    @MobileBlock(filters = 24, expanded = 88, kernelSize = 3, squeeze = false, activation = RELU)
    Image block2(Image block1);

    @MobileBlock(filters = 40, expanded = 96, stride = 2)
    Image block3(Image block2);

    @Repeat(2)
    @MobileBlock(filters = 40, expanded = 240)
    Image block4(Image block3);

    @MobileBlock(filters = 48, expanded = 120)
    Image block6(Image block4);

    @MobileBlock(filters = 48, expanded = 144)
    Image block7(Image block6);

    @MobileBlock(filters = 96, expanded = 288, stride = 2)
    Image block8(Image block7);

    @Repeat(2)
    @MobileBlock(filters = 96, expanded = 576)
    Image block9(Image block8);

    @Conv2D(filters = 576, kernelSize = 1, useBias = false)
    Image conv1(Image block9);

    @BatchNormalization(momentum = MobileBlock.Wiring.MOMENTUM)
    Image bn1(Image conv1);

    @Activation(HARD_SILU)
    Image activation1(Image bn1);

    @GlobalAveragePooling2D(keepdims = true)
    Image pooled(Image activation1);

    @Conv2D(filters = 1024, kernelSize = 1)
    Image conv2(Image pooled);

    @Activation(HARD_SILU)
    Image activation2(Image conv2);

    @Dropout(0.2)
    Image dropped(Image activation2);

    @Conv2D(filters = 1000, kernelSize = 1)
    Image logits(Image dropped);

    @Flatten
    Vec flat(Image logits);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Activation(SOFTMAX)
    Vec predictions(Vec flat);
}
