package dev.plumb.graph.rule;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shapes that layers make of categories, by their {@link OutputMode}. */
public final class Encodings {
    private Encodings() {}

    /** What does not fit: a bag is made of the one axis of an example. */
    public static Optional<Mismatch> fits(List<TensorType> inputs, OutputMode mode) {
        return mode.isBag() && inputs.get(0).rank() > 1
                ? Optional.of(new Mismatch.Rank(0, "rank 1 (the categories of one example)"))
                : Optional.empty();
    }

    /**
     * The type of the output.
     *
     * @param columns how many categories there are; of no meaning where the output is ids
     */
    public static Inference encoded(TensorType input, OutputMode mode, int columns) {
        if (mode == OutputMode.INT) {
            return Inference.type(TensorType.of(input.shape(), DType.INT32));
        }
        return Inference.type(TensorType.of(new Shape(axes(input.shape(), mode, columns)), DType.FLOAT32))
                .assuming(assumptions(input.shape(), mode));
    }

    /** An axis of one category is replaced, and a symbolic one is not taken for that. */
    private static List<Assumption> assumptions(Shape shape, OutputMode mode) {
        return mode.isBag() || shape.rank() == 0
                ? List.of()
                : Rules.atLeast(shape.last(), 2).stream().toList();
    }

    private static List<Dim> axes(Shape shape, OutputMode mode, int columns) {
        List<Dim> axes = new ArrayList<>(shape.dims());
        boolean replaces = !axes.isEmpty() && (mode.isBag() || shape.last().equals(Dim.of(1)));
        if (replaces) {
            axes.remove(axes.size() - 1);
        }
        axes.add(Dim.of(columns));
        return axes;
    }
}
