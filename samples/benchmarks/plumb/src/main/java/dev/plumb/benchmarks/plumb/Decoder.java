package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Repeat;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Tokens;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Embedding;
import dev.plumb.dsl.layer.LayerNormalization;

/** Six blocks between ids with their places and the probabilities of the next id. */
@Model
interface Decoder {
    @Input(dims = "steps")
    Tokens ids();

    @Input(dims = "steps")
    Tokens places();

    @Embedding(inputDim = 1000, outputDim = 256)
    Seq words(Tokens ids);

    @Embedding(inputDim = 200, outputDim = 256)
    Seq positions(Tokens places);

    @Add
    Seq embedded(Seq words, Seq positions);

    @Repeat(6)
    @DecoderBlock
    Seq blocks(Seq embedded);

    @LayerNormalization
    Seq normal(Seq blocks);

    @Output
    @Dense(units = 1000, activation = SOFTMAX)
    Seq next(Seq normal);
}
