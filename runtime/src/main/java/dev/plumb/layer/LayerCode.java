package dev.plumb.layer;

import dev.plumb.ops.Var;
import java.util.List;

/**
 * The body of a layer of one's own, written in Java. Its class has a public constructor that takes the attributes of the layer's annotation; an object of
 * it is made for each layer of a model, and holds nothing that changes. The code is run a few times when the model is made and whenever it meets new sizes,
 * not in each step: what it records is what runs.
 *
 * @see dev.plumb.dsl.Layer
 * @see dev.plumb.dsl.layer.Lambda
 */
@FunctionalInterface
public interface LayerCode {
    /**
     * What the layer computes.
     *
     * @param context weights, the phase, masks, parts
     * @param inputs those that are required, with the batch axis in front; {@link LayerContext#optional(String)} gives the others
     * @return the output, of the shape that the signature says, behind the batch axis
     */
    Var call(LayerContext context, List<Var> inputs);

    /** The body of a layer with several outputs. */
    @FunctionalInterface
    interface Several {
        /**
         * What the layer computes.
         *
         * @param context weights, the phase, masks, parts
         * @param inputs those that are required, with the batch axis in front
         * @return the outputs in the order of the signature
         */
        List<Var> call(LayerContext context, List<Var> inputs);
    }
}
