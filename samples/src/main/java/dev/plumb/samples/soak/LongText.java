package dev.plumb.samples.soak;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.DType.INT32;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Tokens;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Embedding;
import dev.plumb.dsl.layer.GRU;
import dev.plumb.dsl.layer.GlobalAveragePooling1D;
import dev.plumb.dsl.layer.MultiHeadAttention;

/** What has most to go wrong in it: a mask, a loop over the steps that drops numbers, and an attention that is long enough to be done in tiles. */
@Model
interface LongText {
    int STEPS = 512;
    int WORDS = 50;
    int CLASSES = 3;

    @Input(value = STEPS, dtype = INT32)
    Tokens words();

    @Embedding(inputDim = WORDS, outputDim = 16, maskZero = true)
    Seq embedded(Tokens words);

    @GRU(units = 16, returnSequences = true, recurrentDropout = 0.2)
    Seq read(Seq embedded);

    @MultiHeadAttention(numHeads = 2, keyDim = 8)
    Seq attended(Seq read);

    @Add
    Seq added(Seq read, Seq attended);

    @Dropout(0.2)
    Seq dropped(Seq added);

    @GlobalAveragePooling1D
    Vec mean(Seq dropped);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = CLASSES, activation = SOFTMAX)
    Vec classes(Vec mean);
}
