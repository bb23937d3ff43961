package dev.plumb.runtime;

import dev.plumb.graph.build.Nesting;
import java.util.Objects;

/**
 * How a graph is drawn: {@code model.plot(file, GraphPlot.defaults().leftToRight().nesting(Nesting.FOLDED))}. Immutable; each setter returns changed
 * options.
 *
 * @param isLeftToRight whether wires lead from left to right; otherwise from top to bottom
 * @param nesting what becomes of nested models, blocks and repetitions: each a box (folded), a box around its layers (expanded), or only its layers, by
 *     their paths
 * @param shapes whether the shape of each output is said
 * @param dtypes whether its element type is said, also where it is float32
 * @param parameters whether the number of parameters of each layer is said
 */
public record GraphPlot(boolean isLeftToRight, Nesting nesting, boolean shapes, boolean dtypes, boolean parameters) {
    public GraphPlot {
        Objects.requireNonNull(nesting, "the nesting is null: PATHS shows layers by their paths");
    }

    /** From top to bottom, nested models and blocks around their layers, with shapes and parameters. */
    public static GraphPlot defaults() {
        return new GraphPlot(false, Nesting.EXPANDED, true, false, true);
    }

    /** Wires lead from left to right. */
    public GraphPlot leftToRight() {
        return new GraphPlot(true, nesting, shapes, dtypes, parameters);
    }

    /** Wires lead from top to bottom. */
    public GraphPlot topToBottom() {
        return new GraphPlot(false, nesting, shapes, dtypes, parameters);
    }

    /** What becomes of nested models, blocks and repetitions. */
    public GraphPlot nesting(Nesting how) {
        return new GraphPlot(isLeftToRight, how, shapes, dtypes, parameters);
    }

    /** Whether the shape of each output is said. */
    public GraphPlot shapes(boolean said) {
        return new GraphPlot(isLeftToRight, nesting, said, dtypes, parameters);
    }

    /** Whether the element type of each output is said, also where it is float32. */
    public GraphPlot dtypes(boolean said) {
        return new GraphPlot(isLeftToRight, nesting, shapes, said, parameters);
    }

    /** Whether the number of parameters of each layer is said. */
    public GraphPlot parameters(boolean said) {
        return new GraphPlot(isLeftToRight, nesting, shapes, dtypes, said);
    }
}
