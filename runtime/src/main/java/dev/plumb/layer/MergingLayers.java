package dev.plumb.layer;

import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Multiply;
import dev.plumb.engine.Var;
import dev.plumb.runtime.LayerContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Layers of several inputs. */
final class MergingLayers {
    private MergingLayers() {}

    static List<Var> add(Add.Spec spec, LayerContext context, List<Var> inputs) {
        maskWhereAllAreMasked(context, inputs);
        return List.of(fold(inputs, Var::plus));
    }

    /** Masked elements count as 1, so that a padded step of one input leaves the others as they are. */
    static List<Var> multiply(Multiply.Spec spec, LayerContext context, List<Var> inputs) {
        List<Var> factors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Var factor = inputs.get(i);
            Optional<Var> mask = context.mask(i);
            if (mask.isPresent()) {
                Var valid = alignedBefore(mask.get(), factor.rank());
                factor = factor.times(valid).plus(valid.linear(-1, 1));
            }
            factors.add(factor);
        }
        maskWhereAllAreMasked(context, inputs);
        Var product = fold(factors, Var::times);
        Optional<Var> any = anyValid(context, inputs);
        return List.of(any.map(mask -> product.times(alignedBefore(mask, product.rank())))
                .orElse(product));
    }

    static List<Var> concatenate(Concatenate.Spec spec, LayerContext context, List<Var> inputs) {
        int axis = inputs.get(0).type().axis(spec.axis());
        Var[] others = inputs.subList(1, inputs.size()).toArray(Var[]::new);
        boolean masked = false;
        List<Var> masks = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Var input = inputs.get(i);
            masked |= context.mask(i).isPresent();
            masks.add(context.mask(i)
                    .map(mask -> alignedBefore(mask, input.rank()).broadcastTo(input.shape()))
                    .orElseGet(() -> input.recorder().fill(input.type(), 1)));
        }
        if (masked) {
            Var joined = masks.get(0)
                    .concatenate(axis, masks.subList(1, masks.size()).toArray(Var[]::new));
            context.maskOutput(joined.max(-1));
        }
        return List.of(others.length == 0 ? inputs.get(0) : inputs.get(0).concatenate(axis, others));
    }

    private static Var fold(List<Var> inputs, BinaryOperator<Var> operation) {
        int rank = inputs.stream().mapToInt(Var::rank).max().orElseThrow();
        return inputs.stream()
                .map(input -> alignedAfterBatch(input, rank))
                .reduce(operation)
                .orElseThrow();
    }

    /** Keras: without a mask on every input there is none on the result; otherwise a step is valid if it is in any. */
    private static void maskWhereAllAreMasked(LayerContext context, List<Var> inputs) {
        anyValid(context, inputs).ifPresent(context::maskOutput);
    }

    private static Optional<Var> anyValid(LayerContext context, List<Var> inputs) {
        Optional<Var> combined = context.mask(0);
        for (int i = 1; i < inputs.size(); i++) {
            Optional<Var> other = context.mask(i);
            combined = combined.isPresent() && other.isPresent()
                    ? Optional.of(combined.get().maximum(other.get()))
                    : Optional.empty();
        }
        return combined;
    }

    /** Axes of size 1 after the batch axis, up to this rank: how Keras aligns inputs of lower rank. */
    private static Var alignedAfterBatch(Var input, int rank) {
        if (input.rank() == rank) {
            return input;
        }
        List<Integer> shape = new ArrayList<>(List.of(input.size(0)));
        shape.addAll(Collections.nCopies(rank - input.rank(), 1));
        shape.addAll(input.shape().subList(1, input.rank()));
        return input.reshape(shape);
    }

    /** Axes of size 1 at the end, up to this rank: a mask over (batch, time) beside (batch, time, features). */
    static Var alignedBefore(Var mask, int rank) {
        List<Integer> shape = new ArrayList<>(mask.shape());
        shape.addAll(Collections.nCopies(Math.max(0, rank - mask.rank()), 1));
        return mask.reshape(shape);
    }
}
