package dev.plumb.runtime;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.LSTMLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One layer in the place of an LSTM 'lower' and a simple recurrent layer 'upper' on it: both are one cell in code, read by {@code RNN}. */
final class StackedCells {
    private static final int LOWER = 3;
    private static final int UPPER = 2;

    private StackedCells() {}

    /** The graph with the one layer, which has the name of the upper. */
    static Graph instead(Graph graph) {
        Map<String, Draft.Step> steps = graph.draft().stepsByName();
        Draft.Step lower = steps.get("lower");
        boolean isBackwards = ((LSTMLayer) lower.layer().orElseThrow()).goBackwards();
        LayerSpec read = Layers.rnn(CodeBuilder.named("demo.Stacked")
                        .signature("(d), (3), (3), (2) -> output: (2), h: (3), c: (3), s: (2)")
                        .code(values -> (LayerCode.Several) StackedCells::step)
                        .with(Map.of()))
                .stateful(true)
                .goBackwards(isBackwards);
        List<Draft.Step> changed = new ArrayList<>();
        for (Draft.Step step : graph.draft().steps()) {
            if (step.name().equals("upper")) {
                changed.add(new Draft.Step("upper", Optional.of(read), lower.sources(), step.declared()));
            } else if (!step.equals(lower)) {
                changed.add(step);
            }
        }
        return GraphChecker.graph(new Draft(
                graph.name(), graph.draft().inputs(), changed, graph.draft().outputs()));
    }

    /** The path of a weight there. */
    static String path(String path) {
        return path.replaceFirst("^(lower|upper)/", "upper/$1_");
    }

    private static List<Var> step(LayerContext context, List<Var> in) {
        List<Var> gates = sum(context, "lower", 4 * LOWER, in.get(0), in.get(1)).split(1, 4);
        Var cell = gates.get(1)
                .sigmoid()
                .times(in.get(2))
                .plus(gates.get(0).sigmoid().times(gates.get(2).tanh()));
        Var state = gates.get(3).sigmoid().times(cell.tanh());
        Var upper = sum(context, "upper", UPPER, state, in.get(3)).tanh();
        return List.of(upper, state, cell, upper);
    }

    private static Var sum(LayerContext context, String cell, int units, Var step, Var state) {
        return step.matmul(weight(context, cell + "_kernel", step.size(1), units))
                .plus(state.matmul(weight(context, cell + "_recurrent_kernel", state.size(1), units)))
                .plus(context.weight(cell + "_bias", List.of(units), Initializer.ZEROS));
    }

    private static Var weight(LayerContext context, String name, int rows, int columns) {
        return context.weight(name, List.of(rows, columns), Initializer.GLOROT_UNIFORM);
    }
}
