package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction.RELU
import dev.plumb.dsl.ActivationFunction.SIGMOID
import dev.plumb.dsl.ActivationFunction.SOFTMAX
import dev.plumb.dsl.Bind
import dev.plumb.dsl.Bind.BOUND
import dev.plumb.dsl.Block
import dev.plumb.dsl.Input
import dev.plumb.dsl.Loss
import dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY
import dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY
import dev.plumb.dsl.Metric.ACCURACY
import dev.plumb.dsl.Metrics
import dev.plumb.dsl.Model
import dev.plumb.dsl.Output
import dev.plumb.dsl.SameWeightsAs
import dev.plumb.dsl.Sequential
import dev.plumb.dsl.Use
import dev.plumb.dsl.Vec
import dev.plumb.dsl.When
import dev.plumb.dsl.layer.Activation
import dev.plumb.dsl.layer.Add
import dev.plumb.dsl.layer.Dense
import dev.plumb.dsl.layer.Subtract

/** A block: its attributes are parameters, and it is wired like a model. */
@Block
annotation class DenseUnit(val units: Int) {
    interface Wiring {
        @Input(dims = ["n"])
        fun x(): Vec

        @Dense(units = BOUND, activation = RELU)
        @Bind("units")
        fun deep(x: Vec): Vec

        @When("n != units")
        @Dense(units = BOUND)
        @Bind("units")
        fun shortcut(x: Vec): Vec

        @Add
        fun joined(deep: Vec, shortcut: Vec): Vec

        @Output
        @Activation(RELU)
        fun out(joined: Vec): Vec
    }
}

/** The block, twice: the second needs no shortcut. */
@Sequential
interface Blocks {
    @Input(20)
    fun features(): Vec

    @DenseUnit(units = 32)
    fun first(): Vec

    @DenseUnit(units = 32)
    fun second(): Vec

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 5, activation = SOFTMAX)
    fun classes(): Vec
}

/** A model that another one uses. */
@Sequential
interface Encoder {
    @Input(20)
    fun features(): Vec

    @Dense(units = 16, activation = RELU)
    fun code(): Vec
}

/** One encoder for two inputs: it is nested once, and used again with the same weights. */
@Model
interface Alike {
    @Input(20)
    fun first(): Vec

    @Input(20)
    fun second(): Vec

    @Use(Encoder::class)
    fun left(first: Vec): Vec

    @SameWeightsAs("left")
    fun right(second: Vec): Vec

    @Subtract
    fun difference(left: Vec, right: Vec): Vec

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Dense(units = 1, activation = SIGMOID)
    fun same(difference: Vec): Vec
}
