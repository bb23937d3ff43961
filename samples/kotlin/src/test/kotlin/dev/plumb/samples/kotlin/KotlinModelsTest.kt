package dev.plumb.samples.kotlin

import dev.plumb.dsl.ActivationFunction.RELU
import dev.plumb.dsl.ActivationFunction.SOFTMAX
import dev.plumb.dsl.Initializer.HE_NORMAL
import dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY
import dev.plumb.dsl.Metric.ACCURACY
import dev.plumb.dsl.layer.Layers
import dev.plumb.graph.build.GraphBuilder
import dev.plumb.runtime.Fit
import dev.plumb.runtime.History
import dev.plumb.runtime.Verbosity
import dev.plumb.samples.data.LinearRule
import dev.plumb.train.Adam
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

    @Test
    fun `a block is wired in Kotlin, and its shortcut is there where it is needed`() {
        val rule = LinearRule(20, 5, 1)
        val features = rule.examples(3000, 2)
        val model = BlocksModel.create(42L)
        val history = model.trainer(Adam.of(1e-3)).fit(BlocksModel.dataset(features, rule.classes(features)), fit)
        assertLossFalls(history)
        assertEquals(
            2 * (20 * 32 + 32) + (32 * 32 + 32) + (32 * 5 + 5L),
            model.network().graph().parameters(),
        )
        assertEquals(32, DenseUnitLayer.of(32).attributes()["units"])
    }

    @Test
    fun `a nested model that is used twice has one set of weights`() {
        assertEquals(20 * 16 + 16 + 16 + 1L, AlikeModel.graph().parameters())
        val first = LinearRule(20, 2, 1).examples(64, 2)
        val same = AlikeModel.create(1L).predict(AlikeModel.Inputs(first, first.dup())).same()
        assertArrayEquals(longArrayOf(64, 1), same.shape())
        assertEquals(0.5f, same.getFloat(0, 0), 1e-6f)
    }

    @Test
    fun `the functional API reads as in Java and gives the same graph`() {
        val g = GraphBuilder.named("Residual")
        val features = g.input("features", 20)
        val wide = g.apply("wide", Layers.dense(32).activation(RELU).kernelInitializer(HE_NORMAL), features)
        val deep = g.apply("deep", Layers.dense(32), wide)
        val merged = g.apply("merged", Layers.add(), deep, wide)
        val activated = g.apply("activated", Layers.activation(RELU), merged)
        val classes = g.apply("classes", Layers.dense(10).activation(SOFTMAX), activated)
        assertEquals("classes (10)", classes.toString())
        assertEquals(ResidualModel.graph(), g.output(classes, SPARSE_CATEGORICAL_CROSSENTROPY, ACCURACY).build())
    }

    private fun assertLossFalls(history: History) {
        assertTrue(history.last("val_loss") < 0.6 * history["val_loss"].first(), history.toString())
    }
}
