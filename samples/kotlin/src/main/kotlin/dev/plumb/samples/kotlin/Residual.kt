package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction.RELU
import dev.plumb.dsl.ActivationFunction.SOFTMAX
import dev.plumb.dsl.From
import dev.plumb.dsl.Init
import dev.plumb.dsl.Initializer.HE_NORMAL
import dev.plumb.dsl.Input
import dev.plumb.dsl.Loss
import dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY
import dev.plumb.dsl.Metric.ACCURACY
import dev.plumb.dsl.Metrics
import dev.plumb.dsl.Model
import dev.plumb.dsl.Output
import dev.plumb.dsl.Vec
import dev.plumb.dsl.layer.Activation
import dev.plumb.dsl.layer.Add
import dev.plumb.dsl.layer.Dense

/** A shortcut around a layer: a parameter takes the function of its name, or the one that `@From` names. */
@Model
interface Residual {
    @Input(20)
    fun features(): Vec

    @Dense(units = 32, activation = RELU, kernelInitializer = Init(HE_NORMAL))
    fun wide(features: Vec): Vec

    @Dense(units = 32)
    fun deep(wide: Vec): Vec

    @Add
    fun merged(deep: Vec, @From("wide") shortcut: Vec): Vec

    @Activation(RELU)
    fun activated(merged: Vec): Vec

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    fun classes(activated: Vec): Vec
}
