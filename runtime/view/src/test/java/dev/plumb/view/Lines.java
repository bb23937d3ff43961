package dev.plumb.view;

import static dev.plumb.dsl.ActivationFunction.RELU;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small training: a sum of three numbers. */
final class Lines {
    private Lines() {}

    static Network network(String name) {
        GraphBuilder g = GraphBuilder.named(name);
        return Network.create(
                g.output(
                                g.apply(
                                        "y",
                                        Layers.dense(1),
                                        g.apply("hidden", Layers.dense(5).activation(RELU), g.input("x", 3))),
                                LossFunction.MEAN_SQUARED_ERROR,
                                Metric.MAE)
                        .build(),
                1);
    }

    static Trainer<INDArray, INDArray> trainer(String name) {
        return network(name).trainer(Structure.single("x"), Structure.single("y"), Adam.of(1e-2));
    }

    static Dataset<INDArray, INDArray> data() {
        INDArray x = Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
        return Dataset.of(
                Structure.single("x"), x, Structure.single("y"), x.sum(1).reshape(20, 1));
    }

    static Fit fit(int epochs) {
        return Fit.epochs(epochs).batchSize(8).validationSplit(0.2).verbose(Verbosity.SILENT);
    }
}
