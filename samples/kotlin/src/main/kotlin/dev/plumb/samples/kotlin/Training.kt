package dev.plumb.samples.kotlin

import dev.plumb.dsl.Metric
import dev.plumb.runtime.Fit
import dev.plumb.runtime.History
import dev.plumb.train.Adam
import dev.plumb.train.Losses
import org.nd4j.linalg.api.ndarray.INDArray

/** Trains a new [Flowers] on measures of shape (n, 20) and species of shape (n). */
fun flowers(measures: INDArray, species: INDArray, fit: Fit): Pair<FlowersModel, History> {
    val model = FlowersModel.create(42L)
    val history = model.trainer(Adam.of(1e-3)).fit(FlowersModel.dataset(measures, species), fit)
    return model to history
}

/** Trains a new [Residual] on features of shape (n, 20) and classes of shape (n). */
fun residual(features: INDArray, classes: INDArray, fit: Fit): Pair<ResidualModel, History> {
    val model = ResidualModel.create(42L)
    val history = model.trainer(Adam.of(1e-3)).fit(ResidualModel.dataset(features, classes), fit)
    return model to history
}

/** Trains a new [Houses]. */
fun houses(inputs: HousesModel.Inputs, targets: HousesModel.Targets, fit: Fit): Pair<HousesModel, History> {
    val model = HousesModel.create(42L)
    val history = model.training()
        .price(Losses.meanSquaredError(), 0.5)
        .sold(Losses.binaryCrossentropy(), 1.0, Metric.ACCURACY)
        .optimizer(Adam.of(1e-2))
        .fit(HousesModel.dataset(inputs, targets), fit)
    return model to history
}
