package dev.plumb.layer;

import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import java.util.List;

/**
 * What a layer computes, in ops. Shapes include the batch axis and are concrete; the layer's shape rule has accepted them.
 *
 * @param <S> the layer's spec
 */
@FunctionalInterface
public interface Lowering<S extends LayerSpec> {

    /** The layer's outputs for these inputs. */
    List<Var> lower(S spec, LayerContext context, List<Var> inputs);

    /** A lowering with one input and one output. */
    @FunctionalInterface
    interface Unary<S extends LayerSpec> {
        Var lower(S spec, LayerContext context, Var input);
    }

    static <S extends LayerSpec> Lowering<S> unary(Unary<S> lowering) {
        return (spec, context, inputs) -> List.of(lowering.lower(spec, context, inputs.get(0)));
    }

    /** A lowering of what is done in training only: otherwise the input passes. */
    static <S extends LayerSpec> Lowering<S> inTraining(Unary<S> lowering) {
        return unary((spec, context, input) -> context.training() ? lowering.lower(spec, context, input) : input);
    }
}
