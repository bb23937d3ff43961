package dev.plumb.samples.siamese;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;

/** What {@link Siamese} is not: two layers, whose weights learn apart from each other. The compiler warns of it unless it is told not to. */
@Model
@SuppressWarnings("plumb/duplicate-encoder") // a test takes this line away
public interface TwoEncoders {
    @Input(100)
    Vec leftImage();

    @Input(100)
    Vec rightImage();

    @Dense(units = 64)
    Vec left(Vec leftImage);

    @Dense(units = 64)
    Vec right(Vec rightImage);

    @Output
    @Concatenate
    Vec both(Vec left, Vec right);
}
