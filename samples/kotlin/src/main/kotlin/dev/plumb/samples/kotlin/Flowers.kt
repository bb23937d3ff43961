package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction.RELU
import dev.plumb.dsl.ActivationFunction.SOFTMAX
import dev.plumb.dsl.Input
import dev.plumb.dsl.Loss
import dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY
import dev.plumb.dsl.Metric.ACCURACY
import dev.plumb.dsl.Metrics
import dev.plumb.dsl.Sequential
import dev.plumb.dsl.Vec
import dev.plumb.dsl.layer.Dense
import dev.plumb.dsl.layer.Dropout

/** A straight line: each function takes the one above it. */
@Sequential
interface Flowers {
    @Input(20)
    fun measures(): Vec

    @Dense(units = 64, activation = RELU)
    fun hidden(): Vec

    @Dropout(0.1)
    fun dropped(): Vec

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = SPECIES, activation = SOFTMAX)
    fun species(): Vec

    companion object {
        const val SPECIES = 3
    }
}
