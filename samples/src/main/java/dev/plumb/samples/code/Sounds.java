package dev.plumb.samples.code;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;

/** Layers for sequences that Keras does not have, in a row. */
@Sequential
public interface Sounds {
    @Input({6, 4})
    Seq steps();

    @RotaryEmbedding
    Seq turned();

    @SpectralConvolution(waves = 3)
    Seq smooth();

    @TopKGate(k = 2)
    Seq strongest();

    @FourierFeatures(waves = 3)
    Seq waves();

    @Flatten
    Vec flat();

    @Loss(LossFunction.MEAN_SQUARED_ERROR)
    @Dense(units = 1)
    Vec value();
}
