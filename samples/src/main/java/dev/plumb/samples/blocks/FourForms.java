package dev.plumb.samples.blocks;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** One block with two flags, in its four forms. */
public interface FourForms {
    @Sequential
    interface Plain {
        @Input(784)
        Vec image();

        @OptionalParts
        Vec features();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    @Sequential
    interface WithDropout {
        @Input(784)
        Vec image();

        @OptionalParts(useDropout = true)
        Vec features();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    @Sequential
    interface WithBatchNorm {
        @Input(784)
        Vec image();

        @OptionalParts(useBatchNorm = true)
        Vec features();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }

    @Sequential
    interface WithBoth {
        @Input(784)
        Vec image();

        @OptionalParts(useDropout = true, useBatchNorm = true)
        Vec features();

        @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
        @Dense(units = 10, activation = SOFTMAX)
        Vec classes();
    }
}
