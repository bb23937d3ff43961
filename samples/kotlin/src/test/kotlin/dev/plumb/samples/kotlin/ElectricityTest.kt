package dev.plumb.samples.kotlin

import dev.plumb.runtime.Fit
import dev.plumb.runtime.Verbosity
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.random.Random
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class ElectricityTest {
    @TempDir
    lateinit var folder: Path

    private val silent = Fit.epochs(200).verbose(Verbosity.SILENT)

    @Test
    fun `a made plant is learnt from its file, and the learning curve is drawn`() {
        val random = Random(1)
        val rows = List(1000) {
            val temperature = 10 + 20 * random.nextDouble()
            val vacuum = 40 + 30 * random.nextDouble()
            "$temperature,$vacuum,1013,${random.nextDouble()},${500 - 2 * temperature - 0.2 * vacuum}"
        }
        val file = folder.resolve("made.csv")
        file.writeText("temperature,vacuum,pressure,humidity,energy\n" + rows.joinToString("\n"))
        val picture = folder.resolve("curves.svg")
        val (model, _) = electricity(file, picture, silent)
        assertTrue("<svg" in picture.readText())
        assertEquals(450f, model.predict(floatArrayOf(20f, 50f, 1013f, 0.5f))[0], 2f)
    }

    @Test
    fun `the real plant is met better than by a straight line`() {
        val measurements = Path.of("..", "..", "..", "shared", "data", "ccpp.csv")
        assumeTrue(Files.exists(measurements), "$measurements is not there")
        val (_, history) = electricity(measurements, folder.resolve("curves.png"), Fit.epochs(30).verbose(Verbosity.SILENT))
        val best = history["val_root_mean_squared_error"].min()
        assertTrue(best < 4.3, history.toString())
    }
}
