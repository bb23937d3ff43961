package dev.plumb.layer;

import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.PermuteLayer;
import dev.plumb.dsl.layer.RepeatVectorLayer;
import dev.plumb.dsl.layer.ReshapeLayer;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;

/** Layers that give the same elements another shape or order, or repeat them. */
final class ReshapingLayers {
    private ReshapingLayers() {}

    static Var flatten(FlattenLayer spec, LayerContext context, Var x) {
        return x.reshape(x.size(0), x.type().product(1, x.rank()));
    }

    static Var reshape(ReshapeLayer spec, LayerContext context, Var x) {
        int elements = x.type().product(1, x.rank());
        int stated = spec.value().stream().filter(size -> size != -1).reduce(1, (a, b) -> a * b);
        List<Integer> shape = new ArrayList<>(List.of(x.size(0)));
        spec.value().forEach(size -> shape.add(size == -1 ? elements / stated : size));
        return x.reshape(shape);
    }

    static Var permute(PermuteLayer spec, LayerContext context, Var x) {
        List<Integer> axes = new ArrayList<>(List.of(0));
        axes.addAll(spec.value());
        return x.transpose(axes.toArray(Integer[]::new));
    }

    static Var repeatVector(RepeatVectorLayer spec, LayerContext context, Var x) {
        return x.reshape(x.size(0), 1, x.size(1)).broadcastTo(List.of(x.size(0), spec.value(), x.size(1)));
    }
}
