package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

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
import dev.plumb.dsl.layer.MaxPooling2D;
import dev.plumb.dsl.layer.ZeroPadding2D;

/**
 * ResNet50 (He et al. 2015) for images of any size, as {@link Pixels#caffe} gives them. Without its classifier:
 * {@code @Use(value = ResNet50.class, upTo = "conv5")}.
 */
@Model
public interface ResNet50 {
    /** The first of a stage halves height and width. */
    String DOWN = "stride = index == 0 ? 2 : 1";

    @Input(dims = {"height", "width", "3"})
    Image image();

    @ZeroPadding2D({3, 3})
    Image padded(Image image);

    @Conv2D(filters = 64, kernelSize = 7, strides = 2)
    Image conv1(Image padded);

    @BatchNormalization(epsilon = Bottleneck.Wiring.EPSILON)
    Image bn1(Image conv1);

    @Activation(RELU)
    Image relu1(Image bn1);

    @ZeroPadding2D({1, 1})
    Image padded1(Image relu1);

    @MaxPooling2D(poolSize = 3, strides = 2)
    Image pooled1(Image padded1);

    @Repeat(3)
    @Bottleneck(filters = 64)
    Image conv2(Image pooled1);

    @Repeat(4)
    @Bottleneck(filters = 128)
    @Bind(DOWN)
    Image conv3(Image conv2);

    @Repeat(6)
    @Bottleneck(filters = 256)
    @Bind(DOWN)
    Image conv4(Image conv3);

    @Repeat(3)
    @Bottleneck(filters = 512)
    @Bind(DOWN)
    Image conv5(Image conv4);

    @GlobalAveragePooling2D
    Vec pooled(Image conv5);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1000, activation = SOFTMAX)
    Vec predictions(Vec pooled);
}
