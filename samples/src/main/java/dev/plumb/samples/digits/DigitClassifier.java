package dev.plumb.samples.digits;

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
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.MaxPooling2D;

/** A small convolutional network; a skip connection leads around its second convolution. */
@Model
public interface DigitClassifier {
    int FILTERS = 48;

    @Input({8, 8, 1})
    Image image();

    @Conv2D(filters = FILTERS, kernelSize = 3, padding = SAME, useBias = false)
    Image strokes(Image image);

    @BatchNormalization
    Image normalized(Image strokes);

    @Activation(RELU)
    Image shortcut(Image normalized);

    @Conv2D(filters = FILTERS, kernelSize = 3, padding = SAME, useBias = false)
    Image curves(Image shortcut);

    @BatchNormalization
    Image normalizedCurves(Image curves);

    @Add
    Image merged(Image normalizedCurves, Image shortcut);

    @Activation(RELU)
    Image features(Image merged);

    @MaxPooling2D
    Image pooled(Image features);

    @Conv2D(filters = 2 * FILTERS, kernelSize = 3, padding = SAME, useBias = false)
    Image parts(Image pooled);

    @BatchNormalization
    Image normalizedParts(Image parts);

    @Activation(RELU)
    Image partFeatures(Image normalizedParts);

    @Flatten
    Vec flat(Image partFeatures);

    @Dropout(0.5)
    Vec dropped(Vec flat);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec digit(Vec dropped);
}
