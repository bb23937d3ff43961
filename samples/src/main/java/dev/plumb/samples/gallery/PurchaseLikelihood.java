package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Flatten;

/** An image and a text about one product. */
@Model
public interface PurchaseLikelihood {
    @Input({64, 64, 3})
    Image image();

    @Input(100)
    Vec text();

    @Flatten
    Vec pixels(Image image);

    @Dense(units = 64, activation = RELU)
    Vec image1(Vec pixels);

    @Dropout(0.3)
    Vec image2(Vec image1);

    @Dense(units = 32, activation = RELU)
    Vec image3(Vec image2);

    @Dense(units = 64, activation = RELU)
    Vec text1(Vec text);

    @Dropout(0.3)
    Vec text2(Vec text1);

    @Dense(units = 32, activation = RELU)
    Vec text3(Vec text2);

    @Concatenate
    Vec both(Vec image3, Vec text3);

    @Dense(units = 32, activation = RELU)
    Vec judged(Vec both);

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Dense(units = 1, activation = SIGMOID)
    Vec bought(Vec judged);
}
