package dev.plumb.samples.code;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Twenty features in ten classes, by residual blocks that are called one after the other while the program runs. */
public final class ResidualVectorsEager extends EagerModel<INDArray, Var> {
    private final Block wide = new Block("wide", 64);
    private final Block narrow = new Block("narrow", 32);
    private final EagerLayer classes = layer("classes", Layers.dense(10).activation(SOFTMAX));

    /** A model at starting weights that follow from a seed. */
    public ResidualVectorsEager(long seed) {
        super(seed);
    }

    @Override
    public Var call(EagerContext context, INDArray features) {
        Var x = context.array(features);
        return classes.call(context, narrow.call(context, wide.call(context, x)));
    }

    /** The layers of one block. */
    private final class Block {
        private final EagerLayer first;
        private final EagerLayer second;
        private final EagerLayer projection;

        Block(String name, int units) {
            first = layer(name + "_first", Layers.dense(units).activation(RELU));
            second = layer(name + "_second", Layers.dense(units));
            projection = layer(name + "_projection", Layers.dense(units));
        }

        Var call(EagerContext context, Var x) {
            Var deep = second.call(context, first.call(context, x));
            return deep.plus(projection.call(context, x)).relu();
        }
    }
}
