package dev.plumb.samples.kotlin

import dev.plumb.runtime.Fit
import dev.plumb.runtime.History
import dev.plumb.runtime.Verbosity
import dev.plumb.samples.data.LinearRule
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.nd4j.linalg.api.buffer.DataType

/** Models written in Kotlin learn rules from made data: on examples that they have not seen they are good. */
class KotlinModelsTest {
    private val fit = Fit.epochs(10).validationSplit(0.2).verbose(Verbosity.SILENT)

    @Test
    fun `the straight line finds the species`() {
        val rule = LinearRule(20, Flowers.SPECIES, 1)
        val measures = rule.examples(3000, 2)
        val (model, history) = flowers(measures, rule.classes(measures), fit)
        assertTrue(history.last("val_accuracy") > 0.85, history.toString())
        assertEquals(20 * 64 + 64 + 64 * 3 + 3L, model.network().graph().parameters())
        assertEquals(1f, model.predict(FloatArray(20)).sum(), 1e-5f)
    }

    @Test
    fun `the model with a shortcut finds the classes`() {
        val rule = LinearRule(20, 10, 1)
        val features = rule.examples(4000, 2)
        val (model, history) = residual(features, rule.classes(features), fit)
        assertLossFalls(history)
        assertArrayEquals(longArrayOf(4000, 10), model.predict(features).shape())
    }

    @Test
    fun `the model with two inputs and two outputs finds both`() {
        val sold = LinearRule(6, 2, 1)
        val building = sold.examples(3000, 2)
        val surroundings = LinearRule(4, 2, 3).examples(3000, 4)
        val price = surroundings.sum(true, 1)
        val isSold = sold.classes(building).castTo(DataType.FLOAT).reshape(-1, 1)
        val inputs = HousesModel.Inputs(building, surroundings)
        val (model, history) = houses(inputs, HousesModel.Targets(price, isSold), fit)
        assertLossFalls(history)
        assertTrue(history.last("val_sold_accuracy") > 0.85, history.toString())
        assertArrayEquals(longArrayOf(3000, 1), model.predict(inputs).price().shape())
    }

    private fun assertLossFalls(history: History) {
        assertTrue(history.last("val_loss") < 0.6 * history["val_loss"].first(), history.toString())
    }
}
