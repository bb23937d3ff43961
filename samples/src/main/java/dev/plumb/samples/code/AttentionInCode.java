package dev.plumb.samples.code;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;

/** One block of attention in code. */
@Sequential
public interface AttentionInCode {
    @Input({32, 64})
    Seq steps();

    @Loss(LossFunction.MEAN_SQUARED_ERROR)
    @AttentionBlock(numHeads = 4, keyDim = 16)
    Seq heard();
}
