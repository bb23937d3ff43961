package dev.plumb.samples.transfer;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Frozen;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Use;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;

/** The other five classes, of which there are few examples: the features of a {@link Backbone} as they are, and a head of its own, which knows where each is. */
@Sequential
public interface NewClasses {
    @Input({8, 8, 1})
    Image image();

    @Frozen
    @Use(value = Backbone.class, upTo = "features")
    Image backbone();

    @Flatten
    Vec flat();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 5, activation = SOFTMAX)
    Vec classes();
}
