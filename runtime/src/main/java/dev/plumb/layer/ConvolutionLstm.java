package dev.plumb.layer;

import dev.plumb.graph.rule.ConvolutionLstmSpec;
import dev.plumb.layer.RecurrentLayers.Steps;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Convolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The products of an LSTM of images: convolutions, of the steps of the input before the loop and of the state in it. Dropout as in Keras: a mask for
 * each gate on the input, and one on the state; all steps of a sequence share them.
 */
final class ConvolutionLstm {
    private static final int GATES = ConvolutionLstmSpec.GATES;

    private ConvolutionLstm() {}

    static Steps steps(ConvolutionLstmSpec spec, LayerContext context, Var x) {
        Var projected = ofInput(spec, context, x);
        List<Integer> state = new ArrayList<>(List.of(x.size(0)));
        state.addAll(projected.shape().subList(1, projected.rank() - 1));
        state.add(spec.filters());
        List<Var> masks = masks(context, spec.recurrentDropout(), state);
        Var kernel = context.weight("recurrent_kernel");
        return new Steps(
                projected,
                RecurrentLayers.lstm(
                        spec.activation(), spec.recurrentActivation(), hidden -> ofState(spec, hidden, kernel, masks)),
                state);
    }

    /** The input's part of all gates and steps: (batch, time, …, channels) to (time · batch, …, gates). */
    private static Var ofInput(ConvolutionLstmSpec spec, LayerContext context, Var x) {
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(1, 1);
        List<Var> masks = masks(context, spec.dropout(), shape);
        Var kernel = context.weight("kernel");
        List<Var> parts = new ArrayList<>();
        for (int gate = 0; gate < Math.max(1, masks.size()); gate++) {
            Var images = rows(masks.isEmpty() ? x : x.times(masks.get(gate)));
            Convolution convolution = new Convolution(Windows.over(spec.window(), images), 1);
            parts.add(images.apply(convolution, masks.isEmpty() ? kernel : part(kernel, gate, spec.filters())));
        }
        Var convolved = Var.concatenated(x.rank() - 2, parts);
        return spec.useBias() ? convolved.plus(context.weight("bias")) : convolved;
    }

    private static Var ofState(ConvolutionLstmSpec spec, Var state, Var kernel, List<Var> masks) {
        Convolution convolution = new Convolution(Windows.over(spec.recurrentWindow(), state), 1);
        List<Var> parts = new ArrayList<>();
        for (int gate = 0; gate < Math.max(1, masks.size()); gate++) {
            parts.add(
                    masks.isEmpty()
                            ? state.apply(convolution, kernel)
                            : state.times(masks.get(gate)).apply(convolution, part(kernel, gate, spec.filters())));
        }
        return Var.concatenated(state.rank() - 1, parts);
    }

    /** One for each gate, or none where nothing is dropped. */
    private static List<Var> masks(LayerContext context, double rate, List<Integer> shape) {
        if (!context.training() || rate == 0) {
            return List.of();
        }
        List<Var> masks = new ArrayList<>();
        for (int gate = 0; gate < GATES; gate++) {
            masks.add(context.dropoutMask(rate, shape));
        }
        return Collections.unmodifiableList(masks);
    }

    private static Var part(Var kernel, int gate, int filters) {
        return kernel.slice(kernel.rank() - 1, gate * filters, filters);
    }

    /** An image for each step and example: all examples of the first step, then those of the second. */
    private static Var rows(Var x) {
        Var swapped = LoopReading.swapped(x);
        List<Integer> shape = new ArrayList<>(List.of(x.size(0) * x.size(1)));
        shape.addAll(x.shape().subList(2, x.rank()));
        return swapped.reshape(shape);
    }
}
