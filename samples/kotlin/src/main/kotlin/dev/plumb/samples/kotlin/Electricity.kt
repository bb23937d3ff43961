package dev.plumb.samples.kotlin

import dev.plumb.csv.Csv
import dev.plumb.data.Splits
import dev.plumb.dsl.ActivationFunction.RELU
import dev.plumb.dsl.Input
import dev.plumb.dsl.Loss
import dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR
import dev.plumb.dsl.Metric.RMSE
import dev.plumb.dsl.Metrics
import dev.plumb.dsl.Model
import dev.plumb.dsl.Output
import dev.plumb.dsl.Vec
import dev.plumb.dsl.layer.Dense
import dev.plumb.dsl.layer.Normalization
import dev.plumb.dsl.layer.Rescaling
import dev.plumb.runtime.Fit
import dev.plumb.runtime.History
import dev.plumb.train.Adam
import dev.plumb.train.callback.EarlyStopping
import java.nio.file.Path

/** What a power plant gives, in megawatts, by the weather as it was measured: its means and variances are in the model. */
@Model
interface Electricity {
    @Input(4)
    fun weather(): Vec

    @Normalization
    fun normal(weather: Vec): Vec

    @Dense(units = 64, activation = RELU)
    fun hidden(normal: Vec): Vec

    @Dense(units = 1)
    fun deviation(hidden: Vec): Vec

    @Output
    @Loss(MEAN_SQUARED_ERROR)
    @Metrics(RMSE)
    @Rescaling(scale = 20.0, offset = 450.0)
    fun energy(deviation: Vec): Vec
}

/** Trains a new [Electricity] on the rows of a CSV file until a fifth of them is met no better, and draws how it went. */
fun electricity(hours: Path, picture: Path, fit: Fit): Pair<ElectricityModel, History> {
    val rows = ElectricityModel.dataset(Csv.of(hours)) { columns ->
        columns.weather("temperature", "vacuum", "pressure", "humidity")
    }
    val parts = Splits.random(rows.inMemory(), 0.2, 1L)
    val model = ElectricityModel.create(42L)
    model.adapt(parts.training())
    val history = model.trainer(Adam.of(2e-3)).fit(
        parts.training(),
        fit.validationData(parts.validation())
            .callbacks(EarlyStopping.monitor("val_loss").patience(10).restoreBestWeights(true)),
    )
    history.plot(picture)
    return model to history
}
