package dev.plumb.samples.reviews;

import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.DType.STRING;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static dev.plumb.dsl.OutputMode.TF_IDF;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.Scalar;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.TextVectorization;

/**
 * A review as it was written to the probability that it praises. Which words and pairs of words there are, and how rare each is, it learns from the training
 * data.
 */
@Sequential
public interface ReviewJudge {
    @Input(dtype = STRING)
    Scalar review();

    @TextVectorization(maxTokens = 40_000, ngrams = 2, outputMode = TF_IDF, padToMaxTokens = true)
    Vec terms();

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1, activation = SIGMOID, kernelRegularizer = @Regularizer(l2 = 2e-3))
    Vec praise();
}
