package dev.plumb.layer;

import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Layers that apply another layer. */
final class WrapperLayers {
    private WrapperLayers() {}

    static List<Var> bidirectional(BidirectionalLayer spec, LayerContext context, List<Var> inputs) {
        SequenceSpec layer = spec.forward();
        int states = (inputs.size() - 1) / 2;
        Reading forward = read(layer, context, "forward/", inputs, 1, 1 + states);
        Reading backward = read(spec.backward(), context, "backward/", inputs, 1 + states, inputs.size());
        Var there = layer.returnSequences() ? forward.sequence() : forward.last();
        Var back = layer.returnSequences() ? backward.reversedSequence() : backward.last();
        Optional<Var> mask = RecurrentLayers.mask(context, inputs);
        if (layer.returnSequences() && mask.isPresent()) {
            Var valid = Masks.alignedBefore(mask.get(), there.rank());
            there = there.times(valid);
            back = back.times(valid);
        }
        List<Var> outputs = new ArrayList<>();
        switch (spec.mergeMode()) {
            case CONCAT -> outputs.add(there.concatenate(-1, back));
            case SUM -> outputs.add(there.plus(back));
            case MUL -> outputs.add(there.times(back));
            case AVE -> outputs.add(there.plus(back).times(0.5f));
            case SEPARATE -> outputs.addAll(List.of(there, back));
        }
        if (layer.returnState()) {
            outputs.addAll(forward.states());
            outputs.addAll(backward.states());
        }
        return outputs;
    }

    private static Reading read(
            SequenceSpec layer, LayerContext context, String prefix, List<Var> inputs, int from, int to) {
        List<Var> own = new ArrayList<>(List.of(inputs.get(0)));
        own.addAll(inputs.subList(from, to));
        return RecurrentLayers.read(layer, InnerContext.part(context, prefix), own);
    }

    static List<Var> masked(Masked spec, LayerContext context, List<Var> inputs) {
        Var mask = Masks.valid(inputs.get(inputs.size() - 1));
        InnerContext inner = InnerContext.masked(context, mask);
        List<Var> outputs = Lowerings.lower(spec.layer(), inner, inputs.subList(0, inputs.size() - 1));
        inner.logits(outputs.get(0))
                .ifPresent(logits -> context.logits(outputs.get(0), logits.activation(), logits.values()));
        inner.assignMoved();
        if (mask.rank() < inputs.get(0).rank()) { // one of the elements ends here
            context.maskOutput(inner.statedMask().orElse(mask));
        }
        return outputs;
    }

    static Var timeDistributed(TimeDistributedLayer spec, LayerContext context, Var x) {
        boolean oneByOne = context.training() && keepsStatistics(spec.layer(), x);
        Var result = oneByOne ? stepByStep(spec.layer(), context, x) : folded(spec.layer(), context, x);
        context.mask(0).ifPresent(mask -> context.maskOutput(fitted(mask, result)));
        return result;
    }

    /** All steps of all examples as one batch: right for a layer that treats each example by itself. */
    private static Var folded(LayerSpec layer, LayerContext context, Var x) {
        InnerContext inner = new InnerContext(
                context, "", context.mask(0).map(mask -> stepMask(mask.reshape(folded(mask)), folded(x))));
        Var made = Lowerings.lower(layer, inner, List.of(x.reshape(folded(x)))).get(0);
        List<Integer> shape = new ArrayList<>(List.of(x.size(0), x.size(1)));
        shape.addAll(made.shape().subList(1, made.rank()));
        Var result = made.reshape(shape);
        inner.logits(made)
                .ifPresent(logits -> context.logits(
                        result, logits.activation(), logits.values().reshape(shape)));
        inner.assignMoved();
        return result;
    }

    /** Each step as a batch of its own, moving statistics from one to the next, as Keras does where it knows the number of steps. */
    private static Var stepByStep(LayerSpec layer, LayerContext context, Var x) {
        InnerContext inner = new InnerContext(context, "", Optional.empty());
        List<Var> results = new ArrayList<>();
        for (int step = 0; step < x.size(1); step++) {
            Var input = step(x, step);
            int at = step;
            inner.setMask(context.mask(0).map(mask -> stepMask(step(mask, at), input.shape())));
            Var made = Lowerings.lower(layer, inner, List.of(input)).get(0);
            List<Integer> shape = new ArrayList<>(made.shape());
            shape.add(1, 1);
            results.add(made.reshape(shape));
        }
        inner.assignMoved();
        return Var.concatenated(1, results);
    }

    /** A weight that training moves without the optimizer is a statistic of the batch. */
    private static boolean keepsStatistics(LayerSpec layer, Var x) {
        long[] sizes = x.shape().subList(2, x.rank()).stream()
                .mapToLong(Integer::longValue)
                .toArray();
        TensorType step = TensorType.of(Shape.of(sizes), x.type().dtype());
        return layer.weights(List.of(step)).stream().anyMatch(weight -> !weight.trainable());
    }

    private static Var step(Var x, int step) {
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.remove(1);
        return x.slice(1, step, 1).reshape(shape);
    }

    private static List<Integer> folded(Var x) {
        List<Integer> shape = new ArrayList<>(List.of(x.size(0) * x.size(1)));
        shape.addAll(x.shape().subList(2, x.rank()));
        return shape;
    }

    /** What a layer sees of the mask: one over (examples) is one over all axes of the input but the last. */
    private static Var stepMask(Var mask, List<Integer> input) {
        int axes = input.size() - 1;
        return mask.rank() >= axes ? mask : Masks.over(mask, input.subList(0, axes));
    }

    /** The mask of the result: that of the input; where a step has lost the axes of its mask, it is valid if any of it was. */
    private static Var fitted(Var mask, Var result) {
        int axes = mask.rank();
        boolean fits = axes < result.rank() && result.shape().subList(0, axes).equals(mask.shape());
        return fits || axes <= 2 ? mask : mask.max(IntStream.range(2, axes).toArray());
    }
}
