package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction.RELU
import dev.plumb.dsl.ActivationFunction.SIGMOID
import dev.plumb.dsl.Input
import dev.plumb.dsl.Model
import dev.plumb.dsl.Output
import dev.plumb.dsl.Vec
import dev.plumb.dsl.layer.Concatenate
import dev.plumb.dsl.layer.Dense

/** Two inputs and two outputs without losses: the builder of the trainer asks for one each. */
@Model
interface Houses {
    @Input(6)
    fun building(): Vec

    @Input(4)
    fun surroundings(): Vec

    @Concatenate
    fun facts(building: Vec, surroundings: Vec): Vec

    @Dense(units = 32, activation = RELU)
    fun shared(facts: Vec): Vec

    @Output
    @Dense(units = 1)
    fun price(shared: Vec): Vec

    @Output
    @Dense(units = 1, activation = SIGMOID)
    fun sold(shared: Vec): Vec
}
