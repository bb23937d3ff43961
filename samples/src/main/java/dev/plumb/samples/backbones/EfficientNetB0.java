package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.SILU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.Init.Distribution.UNIFORM;
import static dev.plumb.dsl.Init.Fan.FAN_OUT;
import static dev.plumb.dsl.Initializer.VARIANCE_SCALING;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Init;
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
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.Normalization;
import dev.plumb.dsl.layer.Rescaling;

/**
 * EfficientNetB0 (Tan and Le 2019) for images of any size, with pixels from 0 to 255. Without its classifier:
 * {@code @Use(value = EfficientNetB0.class, upTo = "topActivation")}.
 */
@Model
public interface EfficientNetB0 {
    /** The first of a stage halves height and width. */
    String DOWN = "stride = index == 0 ? 2 : 1";

    @Input(dims = {"height", "width", "3"})
    Image image();

    @Rescaling(scale = 1 / 255.0)
    Image rescaled(Image image);

    @Normalization
    Image normalized(Image rescaled);

    @Conv2D(
            filters = 32,
            kernelSize = 3,
            strides = 2,
            padding = SAME,
            useBias = false,
            kernelInitializer = @Init(value = VARIANCE_SCALING, scale = 2, mode = FAN_OUT))
    Image stem(Image normalized);

    @BatchNormalization
    Image stemBn(Image stem);

    @Activation(SILU)
    Image stemActivation(Image stemBn);

    @MobileConvolution(filters = 16, expansion = 1)
    Image block1(Image stemActivation);

    @Repeat(2)
    @MobileConvolution(filters = 24)
    @Bind({DOWN, "number = 1 + index"})
    Image block2(Image block1);

    @Repeat(2)
    @MobileConvolution(filters = 40, kernelSize = 5)
    @Bind({DOWN, "number = 3 + index"})
    Image block3(Image block2);

    @Repeat(3)
    @MobileConvolution(filters = 80)
    @Bind({DOWN, "number = 5 + index"})
    Image block4(Image block3);

    @Repeat(3)
    @MobileConvolution(filters = 112, kernelSize = 5)
    @Bind("number = 8 + index")
    Image block5(Image block4);

    @Repeat(4)
    @MobileConvolution(filters = 192, kernelSize = 5)
    @Bind({DOWN, "number = 11 + index"})
    Image block6(Image block5);

    @MobileConvolution(filters = 320, number = 15)
    Image block7(Image block6);

    @Conv2D(
            filters = 1280,
            kernelSize = 1,
            useBias = false,
            kernelInitializer = @Init(value = VARIANCE_SCALING, scale = 2, mode = FAN_OUT))
    Image top(Image block7);

    @BatchNormalization
    Image topBn(Image top);

    @Activation(SILU)
    Image topActivation(Image topBn);

    @GlobalAveragePooling2D
    Vec pooled(Image topActivation);

    @Dropout(0.2)
    Vec dropped(Vec pooled);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(
            units = 1000,
            activation = SOFTMAX,
            kernelInitializer =
                    @Init(value = VARIANCE_SCALING, scale = 1 / 3.0, mode = FAN_OUT, distribution = UNIFORM))
    Vec predictions(Vec dropped);
}
