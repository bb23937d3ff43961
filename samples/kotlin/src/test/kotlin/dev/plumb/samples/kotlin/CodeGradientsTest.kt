package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction
import dev.plumb.graph.spec.Weight
import dev.plumb.layer.LayerContext
import dev.plumb.ops.Var
import dev.plumb.ops.op.RandomNumbers
import dev.plumb.runtime.GradientCheck
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.nd4j.linalg.api.ndarray.INDArray
import org.nd4j.linalg.factory.Nd4j
import java.util.Optional
import java.util.Random

/** The layers in Kotlin code have right gradients, for what comes in and for their weights. */
class CodeGradientsTest {
    private val random = Random(1)

    /** About 1 in size, and away from 0. */
    private fun numbers(vararg shape: Long): INDArray {
        val count = shape.reduce { size, other -> size * other }.toInt()
        return Nd4j.create(FloatArray(count) { (0.3f + random.nextFloat()) * if (random.nextBoolean()) 1 else -1 }, shape, 'c')
    }

    @Test
    fun `a highway`() {
        val check = GradientCheck.of(
            { v -> Highway.Code(-0.5).call(Given(mapOf("carry" to v[1], "kernel" to v[2])), listOf(v[0])) },
            numbers(3, 4),
            numbers(4, 4),
            numbers(4, 4),
        )
        assertEquals(12 + 16 + 16, check.require(2e-3).elements())
    }

    @Test
    fun `a factor for each feature`() {
        val check = GradientCheck.of(
            { v -> LayerScale.Code().call(Given(mapOf("scale" to v[1])), listOf(v[0])) },
            numbers(2, 3, 4),
            numbers(4),
        )
        assertEquals(24 + 4, check.require(2e-3).elements())
    }

    @Test
    fun `a vector of length 1`() {
        val check = GradientCheck.of({ v -> UnitLength().call(Given(mapOf()), listOf(v[0])) }, numbers(3, 4))
        assertEquals(12, check.require(2e-3).elements())
    }

    /** Gives weights that the check varies; the layers ask for nothing else. */
    private class Given(private val weights: Map<String, Var>) : LayerContext {
        override fun training() = true

        override fun trainable() = true

        override fun weight(name: String): Var = weights.getValue(name)

        override fun weight(declared: Weight): Var = weight(declared.name())

        override fun mask(input: Int): Optional<Var> = Optional.empty()

        override fun addLoss(loss: Var) = notAsked()

        override fun assign(weight: String, value: Var) = notAsked()

        override fun random(distribution: RandomNumbers.Distribution, shape: List<Int>): Var = notAsked()

        override fun dropoutMask(rate: Double, shape: List<Int>): Var = notAsked()

        override fun maskOutput(mask: Var) = notAsked()

        override fun logits(output: Var, activation: ActivationFunction, logits: Var) = notAsked()

        private fun notAsked(): Nothing = throw UnsupportedOperationException("these layers have weights only")
    }
}
