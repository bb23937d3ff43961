package dev.plumb.layer;

import dev.plumb.dsl.layer.DotLayer;
import dev.plumb.dsl.layer.EinsumDenseLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Layers that multiply two inputs, or an input and a kernel, and sum along axes that are stated. */
final class ContractionLayers {
    /** Keras divides by a length of at least 1e-7. */
    private static final float SMALLEST_SQUARED_LENGTH = 1e-14f;

    private ContractionLayers() {}

    /** Both inputs as matrices with the contracted axis last, one matrix an example; the rest of their axes is put back afterwards. */
    static List<Var> dot(DotLayer spec, LayerContext context, List<Var> inputs) {
        List<Var> matrices = new ArrayList<>();
        List<Integer> shape = new ArrayList<>(List.of(inputs.get(0).size(0)));
        for (int i = 0; i < 2; i++) {
            Var input = inputs.get(i);
            int axis = input.type().axis(spec.axis(i));
            Var last = axisLast(spec.normalize() ? ofLengthOne(input, axis) : input, axis);
            shape.addAll(last.shape().subList(1, last.rank() - 1));
            matrices.add(last.reshape(last.size(0), last.type().product(1, last.rank() - 1), last.size(-1)));
        }
        if (shape.size() == 1) {
            shape.add(1);
        }
        return List.of(matrices.get(0).matmul(matrices.get(1), false, true).reshape(shape));
    }

    static Var einsumDense(EinsumDenseLayer spec, LayerContext context, Var x) {
        Var product = Var.einsum(spec.axes().spelledOut(x.rank() - 1), x, context.weight("kernel"));
        Var sum = spec.biasAxes().isEmpty() ? product : product.plus(context.weight("bias"));
        return Activations.apply(spec.activation(), context, sum);
    }

    private static Var axisLast(Var x, int axis) {
        if (axis == x.rank() - 1) {
            return x;
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        order.add(order.remove(axis));
        return x.transpose(order.toArray(Integer[]::new));
    }

    private static Var ofLengthOne(Var x, int axis) {
        Var squared = x.square().reduce(Reduce.Function.SUM, true, axis);
        return x.dividedBy(squared.maximum(SMALLEST_SQUARED_LENGTH).sqrt());
    }
}
