package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.From;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GlobalAveragePooling1D;
import dev.plumb.dsl.layer.LayerNormalization;
import dev.plumb.dsl.layer.MultiHeadAttention;

/** An encoder block of 128 features with 8 heads, normalized after each sum. */
@Model
interface Encoder {
    @Input(dims = {"steps", "128"})
    Seq x();

    @MultiHeadAttention(numHeads = 8, keyDim = 16)
    Seq attention(@From("x") Seq query, @From("x") Seq value);

    @Add
    Seq sum(Seq x, Seq attention);

    @LayerNormalization
    Seq norm1(Seq sum);

    @Dense(units = 512, activation = RELU)
    Seq wide(Seq norm1);

    @Dense(units = 128)
    Seq narrow(Seq wide);

    @Add
    Seq all(Seq norm1, Seq narrow);

    @LayerNormalization
    Seq norm2(Seq all);

    @GlobalAveragePooling1D
    Vec pooled(Seq norm2);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes(Vec pooled);
}
