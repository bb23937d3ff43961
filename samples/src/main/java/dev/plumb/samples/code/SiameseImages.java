package dev.plumb.samples.code;

import static dev.plumb.dsl.ActivationFunction.RELU;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.SameWeightsAs;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.Lambda;

/** How far two pictures are apart, for one pair of eyes. */
@Model
public interface SiameseImages {
    @Input({64, 64, 3})
    Image leftPicture();

    @Input({64, 64, 3})
    Image rightPicture();

    @Conv2D(filters = 32, kernelSize = 3, activation = RELU)
    Image leftMap(Image leftPicture);

    @SameWeightsAs("leftMap")
    Image rightMap(Image rightPicture);

    @Flatten
    Vec leftFlat(Image leftMap);

    @Flatten
    Vec rightFlat(Image rightMap);

    @Dense(units = 128, activation = RELU)
    Vec left(Vec leftFlat);

    @SameWeightsAs("left")
    Vec right(Vec rightFlat);

    @Output
    @Loss(LossFunction.MEAN_SQUARED_ERROR)
    @Lambda(EuclideanDistance.class)
    Vec distance(Vec left, Vec right);
}
