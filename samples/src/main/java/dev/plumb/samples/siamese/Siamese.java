package dev.plumb.samples.siamese;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.SameWeightsAs;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;

/** One layer called twice: one set of weights. */
@Model
public interface Siamese {
    @Input(100)
    Vec leftImage();

    @Input(100)
    Vec rightImage();

    @Dense(units = 64)
    Vec left(Vec leftImage);

    @SameWeightsAs("left")
    Vec right(Vec rightImage);

    @Output
    @Concatenate
    Vec both(Vec left, Vec right);
}
