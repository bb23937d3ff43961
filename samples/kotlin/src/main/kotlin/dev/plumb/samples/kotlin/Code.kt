package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction.SOFTMAX
import dev.plumb.dsl.Initializer
import dev.plumb.dsl.Input
import dev.plumb.dsl.Layer
import dev.plumb.dsl.Loss
import dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY
import dev.plumb.dsl.Sequential
import dev.plumb.dsl.Signature
import dev.plumb.dsl.Vec
import dev.plumb.dsl.layer.Dense
import dev.plumb.dsl.layer.Lambda
import dev.plumb.layer.LayerCode
import dev.plumb.layer.LayerContext
import dev.plumb.ops.Var

/** Some of a projection and the rest of the input: Srivastava and others, 2015 (arXiv 1505.00387). */
@Layer(signature = "(d) -> (d)", code = Highway.Code::class)
annotation class Highway(val bias: Double = -1.0) {
    class Code(private val bias: Double) : LayerCode {
        override fun call(context: LayerContext, inputs: List<Var>): Var {
            val x = inputs[0]
            val square = listOf(x.size(1), x.size(1))
            val carried = x.matmul(context.weight("carry", square, Initializer.GLOROT_UNIFORM)).plus(bias.toFloat()).logistic()
            val made = x.matmul(context.weight("kernel", square, Initializer.GLOROT_UNIFORM)).tanh()
            return x.plus(carried.times(made.minus(x)))
        }
    }
}

/** A factor for each feature: Touvron and others, 2021 (arXiv 2103.17239). */
@Layer(signature = "(..., d) -> (..., d)", code = LayerScale.Code::class, supportsMasking = true)
annotation class LayerScale {
    class Code : LayerCode {
        override fun call(context: LayerContext, inputs: List<Var>): Var =
            inputs[0].times(context.weight("scale", listOf(inputs[0].size(-1)), Initializer.ONES))
    }
}

/** The features of length 1; in Kotlin a function is a class, too. */
@Signature("(d) -> (d)")
class UnitLength : LayerCode {
    override fun call(context: LayerContext, inputs: List<Var>): Var {
        val x = inputs[0]
        val length = x.square().sum(1).plus(1e-6f).sqrt()
        return x.dividedBy(length.reshape(x.size(0), 1))
    }
}

/** Layers in Kotlin code. */
@Sequential
interface Written {
    @Input(20)
    fun features(): Vec

    @Lambda(UnitLength::class)
    fun unit(): Vec

    @Highway(bias = -2.0)
    fun mixed(): Vec

    @LayerScale
    fun scaled(): Vec

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 5, activation = SOFTMAX)
    fun classes(): Vec
}
