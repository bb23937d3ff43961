package dev.plumb.samples.attention;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GlobalAveragePooling1D;
import dev.plumb.dsl.layer.LayerNormalization;
import dev.plumb.dsl.layer.MultiHeadAttention;

/** Each step asks all steps for what it needs; only attention lets one step see another here. */
@Model
public interface AttentionClassifier {
    @Input({32, 64})
    Seq steps();

    @MultiHeadAttention(numHeads = 4, keyDim = 16)
    Seq attended(Seq steps);

    @Add
    Seq added(Seq attended, Seq steps);

    @LayerNormalization
    Seq normal(Seq added);

    @Dense(units = 64, activation = RELU)
    Seq hidden(Seq normal);

    @GlobalAveragePooling1D
    Vec pooled(Seq hidden);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 3, activation = SOFTMAX)
    Vec predictions(Vec pooled);
}
