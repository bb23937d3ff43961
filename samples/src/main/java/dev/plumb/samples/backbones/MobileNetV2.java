package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.RELU6;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Bind;
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
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;

/**
 * MobileNetV2 (Sandler et al. 2018) for images of any size, as {@link Pixels#symmetric} gives them. Without its classifier:
 * {@code @Use(value = MobileNetV2.class, upTo = "relu2")}.
 */
@Model
public interface MobileNetV2 {
    /** The first of a stage halves height and width. */
    String DOWN = "stride = index == 0 ? 2 : 1";

    @Input(dims = {"height", "width", "3"})
    Image image();

    @Conv2D(filters = 32, kernelSize = 3, strides = 2, padding = SAME, useBias = false)
    Image conv1(Image image);

    @BatchNormalization(momentum = InvertedResidual.Wiring.MOMENTUM)
    Image bn1(Image conv1);

    @Activation(RELU6)
    Image relu1(Image bn1);

    @InvertedResidual(filters = 16, expansion = 1)
    Image stage1(Image relu1);

    @Repeat(2)
    @InvertedResidual(filters = 24)
    @Bind(DOWN)
    Image stage2(Image stage1);

    @Repeat(3)
    @InvertedResidual(filters = 32)
    @Bind(DOWN)
    Image stage3(Image stage2);

    @Repeat(4)
    @InvertedResidual(filters = 64)
    @Bind(DOWN)
    Image stage4(Image stage3);

    @Repeat(3)
    @InvertedResidual(filters = 96)
    Image stage5(Image stage4);

    @Repeat(3)
    @InvertedResidual(filters = 160)
    @Bind(DOWN)
    Image stage6(Image stage5);

    @InvertedResidual(filters = 320)
    Image stage7(Image stage6);

    @Conv2D(filters = 1280, kernelSize = 1, useBias = false)
    Image conv2(Image stage7);

    @BatchNormalization(momentum = InvertedResidual.Wiring.MOMENTUM)
    Image bn2(Image conv2);

    @Activation(RELU6)
    Image relu2(Image bn2);

    @GlobalAveragePooling2D
    Vec pooled(Image relu2);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1000, activation = SOFTMAX)
    Vec predictions(Vec pooled);
}
