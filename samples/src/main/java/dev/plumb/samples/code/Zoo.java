package dev.plumb.samples.code;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;

/** Several layers that Keras does not have, in a row. */
@Sequential
public interface Zoo {
    @Input({4, 4, 3})
    Image picture();

    @SqueezeAndExcite(ratio = 2)
    Image excited();

    @DropPath(rate = 0.1)
    Image kept();

    @Flatten
    Vec flat();

    @GatedLinearUnit(units = 8)
    Vec gated();

    @SplineActivation(knots = 5)
    Vec bent();

    @Maxout(units = 6, pieces = 3)
    Vec largest();

    @Loss(LossFunction.MEAN_SQUARED_ERROR)
    @Dense(units = 1)
    Vec value();
}
