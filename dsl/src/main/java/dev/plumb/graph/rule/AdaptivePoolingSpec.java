package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The family of poolings that state the size of their result: of n cells to o, window i covers those from {@code floor(i n / o)} up to {@code ceil((i + 1) n / o)}, without
 * the last. Windows may overlap, and differ in size by one.
 */
public interface AdaptivePoolingSpec extends LayerSpec {
    /** The number of axes that are pooled. */
    int axes();

    /** The size of the result on all axes, or one an axis. */
    List<Integer> outputSize();

    /** The size of the result, one an axis. */
    default List<Integer> sizes() {
        return Window.spread(outputSize(), axes());
    }

    /** The first cell of a window on an axis. */
    static int begin(int window, int cells, int windows) {
        return Math.toIntExact((long) window * cells / windows);
    }

    /** The cell after the last one of a window on an axis. */
    static int end(int window, int cells, int windows) {
        return Math.toIntExact(((window + 1L) * cells + windows - 1) / windows);
    }

    @Override
    default void validate(AttributeChecks checks) {
        checks.positiveSizes("outputSize", outputSize(), axes());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        TensorType input = inputs.get(0);
        return Rules.first(WindowRules.spatialRank(inputs, axes()), () -> Rules.floats(inputs, 0))
                .map(Inference::failure)
                .orElseGet(() -> {
                    List<Dim> dims = new ArrayList<>();
                    sizes().forEach(size -> dims.add(Dim.of(size)));
                    dims.add(input.shape().last());
                    return Inference.type(input.withShape(new Shape(dims)).withMask(false));
                });
    }
}
