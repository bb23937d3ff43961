package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.GELU;

import dev.plumb.dsl.Block;
import dev.plumb.dsl.From;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.LayerNormalization;
import dev.plumb.dsl.layer.MultiHeadAttention;

/** A block of a decoder of 256 features with 8 heads that see earlier steps; normalized before attention and before the dense layers. */
@Block
public @interface DecoderBlock {

    interface Wiring {
        @Input(dims = {"steps", "256"})
        Seq x();

        @LayerNormalization
        Seq norm1(Seq x);

        @MultiHeadAttention(numHeads = 8, keyDim = 32, useCausalMask = true)
        Seq attention(@From("norm1") Seq query, @From("norm1") Seq value);

        @Add
        Seq sum(Seq x, Seq attention);

        @LayerNormalization
        Seq norm2(Seq sum);

        @Dense(units = 1024, activation = GELU)
        Seq wide(Seq norm2);

        @Dense(units = 256)
        Seq narrow(Seq wide);

        @Output
        @Add
        Seq out(Seq sum, Seq narrow);
    }
}
