package dev.plumb.layer;

import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of a recurrent layer, whose kernels hold a part of (…, units) for each gate. Dropout as in Keras: one mask on the input, and
 * with recurrent dropout one for each gate on input and state; all steps of a sequence share them.
 */
final class Gates {
    private final RecurrentSpec spec;
    private final LayerContext context;
    private final int count;
    private final Var recurrentKernel;
    private final List<Var> inputDropout = new ArrayList<>();
    private final List<Var> stateDropout = new ArrayList<>();

    Gates(RecurrentSpec spec, LayerContext context, int batch, int features) {
        this.spec = spec;
        this.context = context;
        this.recurrentKernel = context.weight("recurrent_kernel");
        this.count = recurrentKernel.size(1) / spec.units();
        boolean byGate = spec.recurrentDropout() > 0;
        if (context.training() && spec.dropout() > 0) {
            for (int gate = 0; gate < (byGate ? count : 1); gate++) {
                inputDropout.add(context.dropoutMask(spec.dropout(), List.of(batch, 1, features)));
            }
        }
        if (context.training() && byGate) {
            for (int gate = 0; gate < count; gate++) {
                stateDropout.add(context.dropoutMask(spec.recurrentDropout(), List.of(batch, spec.units())));
            }
        }
    }

    /** The input's part of all gates and steps: (batch, time, features) to (time · batch, gates). */
    Var project(Var x) {
        Var kernel = context.weight("kernel");
        Var product;
        if (inputDropout.size() > 1) {
            List<Var> products = new ArrayList<>();
            for (int gate = 0; gate < count; gate++) {
                products.add(rows(x.times(inputDropout.get(gate))).matmul(part(kernel, gate)));
            }
            product = Var.concatenated(1, products);
        } else {
            product = rows(dropped(x)).matmul(kernel);
        }
        return spec.useBias() ? product.plus(inputBias()) : product;
    }

    /** The input after dropout, where all gates have the same. */
    Var dropped(Var x) {
        return inputDropout.isEmpty() ? x : x.times(inputDropout.get(0));
    }

    /** The product of a state with the recurrent kernel of all gates. */
    Var recurrent(Var state) {
        if (stateDropout.isEmpty()) {
            return state.matmul(recurrentKernel);
        }
        List<Var> products = new ArrayList<>();
        for (int gate = 0; gate < count; gate++) {
            products.add(recurrent(state, gate));
        }
        return Var.concatenated(1, products);
    }

    /** The product of a state with the recurrent kernel of one gate. */
    Var recurrent(Var state, int gate) {
        Var kept = stateDropout.isEmpty() ? state : state.times(stateDropout.get(gate));
        return kept.matmul(part(recurrentKernel, gate));
    }

    /** The part of one gate. */
    Var part(Var gates, int gate) {
        return gates.slice(1, gate * spec.units(), spec.units());
    }

    /** The bias, or of a bias with a row for the input and one for the state the first. */
    private Var inputBias() {
        Var bias = context.weight("bias");
        return bias.rank() == 1 ? bias : bias.slice(0, 0, 1).reshape(bias.size(1));
    }

    /** A row for each step and example: all examples of the first step, then those of the second. */
    private static Var rows(Var x) {
        return x.transpose(1, 0, 2).reshape(x.size(0) * x.size(1), x.size(2));
    }
}
