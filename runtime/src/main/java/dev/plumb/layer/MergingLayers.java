package dev.plumb.layer;

import dev.plumb.dsl.layer.AverageLayer;
import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.dsl.layer.MultiplyLayer;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Layers of several inputs. */
final class MergingLayers {
    private MergingLayers() {}

    /** An operation from the first input to the last, whatever their masks. */
    static <S extends LayerSpec> Lowering<S> folded(BinaryOperator<Var> operation) {
        return (spec, context, inputs) -> {
            maskWhereAllAreMasked(context, inputs);
            return List.of(fold(inputs, operation));
        };
    }

    static List<Var> average(AverageLayer spec, LayerContext context, List<Var> inputs) {
        maskWhereAllAreMasked(context, inputs);
        return List.of(fold(inputs, Var::plus).dividedBy(inputs.size()));
    }

    /**
     * An operation without a neutral element: where one side is masked, both sides are the other. Where all are, the first input is
     * left.
     */
    static <S extends LayerSpec> Lowering<S> foldedOverValid(BinaryOperator<Var> operation) {
        return (spec, context, inputs) -> {
            maskWhereAllAreMasked(context, inputs);
            List<Var> operands = aligned(inputs);
            Var folded = operands.get(0);
            Optional<Var> foldedMask = context.mask(0);
            for (int i = 1; i < operands.size(); i++) {
                Optional<Var> mask = context.mask(i);
                Var right = chosen(mask, operands.get(i), folded);
                folded = operation.apply(chosen(foldedMask, folded, right), right);
                foldedMask = either(foldedMask, mask);
            }
            return List.of(folded);
        };
    }

    /** Masked elements count as 1, so that a padded step of one input leaves the others as they are. */
    static List<Var> multiply(MultiplyLayer spec, LayerContext context, List<Var> inputs) {
        List<Var> factors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Var factor = inputs.get(i);
            Optional<Var> mask = context.mask(i);
            if (mask.isPresent()) {
                Var valid = Masks.alignedBefore(mask.get(), factor.rank());
                factor = factor.times(valid).plus(valid.linear(-1, 1));
            }
            factors.add(factor);
        }
        maskWhereAllAreMasked(context, inputs);
        Var product = fold(factors, Var::times);
        Optional<Var> any = anyValid(context, inputs);
        return List.of(any.map(mask -> product.times(Masks.alignedBefore(mask, product.rank())))
                .orElse(product));
    }

    static List<Var> concatenate(ConcatenateLayer spec, LayerContext context, List<Var> inputs) {
        int axis = inputs.get(0).type().axis(spec.axis());
        if (isAnyMasked(context, inputs.size())) {
            List<Var> masks = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Var input = inputs.get(i);
                masks.add(context.mask(i)
                        .map(mask -> Masks.over(mask, input.shape()))
                        .orElseGet(() -> input.recorder().fill(input.type(), 1)));
            }
            context.maskOutput(Var.concatenated(axis, masks).max(-1));
        }
        return List.of(Var.concatenated(axis, inputs));
    }

    private static boolean isAnyMasked(LayerContext context, int inputs) {
        for (int i = 0; i < inputs; i++) {
            if (context.mask(i).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Var fold(List<Var> inputs, BinaryOperator<Var> operation) {
        return aligned(inputs).stream().reduce(operation).orElseThrow();
    }

    /** The steps of {@code x} that its mask calls valid, else those of {@code other}; all of {@code x} without a mask. */
    private static Var chosen(Optional<Var> mask, Var x, Var other) {
        return mask.map(valid -> Masks.alignedBefore(valid, x.rank()))
                .map(valid -> x.times(valid).plus(other.times(valid.linear(-1, 1))))
                .orElse(x);
    }

    private static List<Var> aligned(List<Var> inputs) {
        int rank = inputs.stream().mapToInt(Var::rank).max().orElseThrow();
        return inputs.stream().map(input -> alignedAfterBatch(input, rank)).toList();
    }

    /** Keras: without a mask on every input there is none on the result; otherwise a step is valid if it is in any. */
    private static void maskWhereAllAreMasked(LayerContext context, List<Var> inputs) {
        anyValid(context, inputs).ifPresent(context::maskOutput);
    }

    private static Optional<Var> anyValid(LayerContext context, List<Var> inputs) {
        Optional<Var> combined = context.mask(0);
        for (int i = 1; i < inputs.size(); i++) {
            combined = either(combined, context.mask(i));
        }
        return combined;
    }

    private static Optional<Var> either(Optional<Var> left, Optional<Var> right) {
        return left.isPresent() && right.isPresent() ? Optional.of(left.get().maximum(right.get())) : Optional.empty();
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
}
