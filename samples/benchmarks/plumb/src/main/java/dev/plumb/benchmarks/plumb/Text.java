package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.DType.INT32;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Tokens;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Conv1D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Embedding;
import dev.plumb.dsl.layer.GlobalMaxPooling1D;

/** Words, a convolution over them, and the greatest of each filter. */
@Sequential
interface Text {
    @Input(value = 200, dtype = INT32)
    Tokens words();

    @Embedding(inputDim = 20_000, outputDim = 64)
    Seq embedded();

    @Conv1D(filters = 64, kernelSize = 5, activation = RELU)
    Seq convolved();

    @GlobalMaxPooling1D
    Vec greatest();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
