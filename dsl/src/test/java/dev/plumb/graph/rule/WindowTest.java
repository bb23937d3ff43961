package dev.plumb.graph.rule;

import static dev.plumb.dsl.DType.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.ByName;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The formulas of windows say what happens when a window really slides. */
final class WindowTest {

    /** Slides a window over an axis, cell by cell: from the first padded cell on, as long as its last point is inside. */
    private static int slide(int padded, int size, int stride, int dilation) {
        int positions = 0;
        for (int start = 0; start < padded; start += stride) {
            int last = start;
            for (int point = 1; point < size; point++) {
                last += dilation;
            }
            positions += last < padded ? 1 : 0;
        }
        return positions;
    }

    @Property
    void positionsAndPaddingAreThoseOfASlidingWindow(
            @ForAll @IntRange(min = 1, max = 30) int length,
            @ForAll @IntRange(min = 1, max = 7) int size,
            @ForAll @IntRange(min = 1, max = 4) int stride,
            @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll Padding padding) {
        Window window = new Window(List.of(size), List.of(stride), List.of(dilation), padding);
        long positions = window.positions(0, Dim.of(length)).size();
        Assume.that(positions > 0);
        long before = window.paddingBefore(0, length);
        long after = window.paddingAfter(0, length);
        int padded = Math.toIntExact(before + length + after);
        assertEquals(slide(padded, size, stride, dilation), positions);
        switch (padding) {
            case VALID -> assertEquals(0, before + after);
            case CAUSAL -> assertEquals(0, after);
            case SAME -> {
                assertEquals((length + stride - 1) / stride, positions);
                assertTrue(after - before == 0 || after - before == 1, "the odd one comes at the end");
                assertTrue(
                        before + after == 0 || slide(padded - 1, size, stride, dilation) < positions,
                        "no more padding than needed");
            }
        }
    }

    @Property
    void aWindowThatDoesNotFitHasNoPosition(
            @ForAll @IntRange(min = 1, max = 10) int length,
            @ForAll @IntRange(min = 1, max = 10) int size,
            @ForAll @IntRange(min = 1, max = 4) int stride) {
        Window window = new Window(List.of(size), List.of(stride), List.of(1), Padding.VALID);
        assertEquals(size <= length, window.positions(0, Dim.of(length)).size() >= 1);
    }

    @Property
    void aSymbolicLengthGivesTheFormula(
            @ForAll @IntRange(min = 8, max = 30) int length,
            @ForAll @IntRange(min = 1, max = 7) int size,
            @ForAll @IntRange(min = 1, max = 4) int stride,
            @ForAll Padding padding) {
        Window window = new Window(List.of(size), List.of(stride), List.of(1), padding);
        Dim.Linear formula = (Dim.Linear) window.positions(0, Dim.named("length"));
        assertEquals(
                window.positions(0, Dim.of(length)).size(),
                Math.floorDiv(formula.scale() * length + formula.offset(), formula.divisor()));
    }

    @Example
    void goldenShapesAndParametersOfKeras() {
        assertGolden(Shape.of(512), 401920, Shape.of(784), Layers.dense(512));
        assertGolden(Shape.of(5, 10), 640, Shape.of(5, 64), Layers.dense(10).useBias(false));
        assertGolden(Shape.of(26, 26, 32), 320, Shape.of(28, 28, 1), conv(32, 3));
        assertGolden(
                Shape.of(14, 14, 64), 18496, Shape.of(28, 27, 32), conv(64, 3, "padding", Padding.SAME, "strides", 2));
        assertGolden(
                Shape.of(112, 112, 64),
                9472,
                Shape.of(224, 224, 3),
                conv(64, 7, "strides", 2, "padding", Padding.SAME));
        assertGolden(Shape.of(6, 6, 8), 296, Shape.of(10, 10, 4), conv(8, 3, "dilationRate", 2));
        assertGolden(Shape.of(6, 6, 12), 228, Shape.of(8, 8, 8), conv(12, 3, "groups", 4));
        assertGolden(Shape.of(3, 3, 8), 0, Shape.of(7, 7, 8), Layers.maxPooling2D());
        assertGolden(
                Shape.of(4, 4, 8),
                0,
                Shape.of(7, 8, 8),
                Layers.maxPooling2D().poolSize(3).strides(2).padding(Padding.SAME));
    }

    private static LayerSpec conv(int filters, int kernelSize, Object... others) {
        Object[] attributes = new Object[others.length + 4];
        attributes[0] = "filters";
        attributes[1] = filters;
        attributes[2] = "kernelSize";
        attributes[3] = kernelSize;
        System.arraycopy(others, 0, attributes, 4, others.length);
        return ByName.layer(Conv2DLayer.DEFINITION, attributes);
    }

    private static void assertGolden(Shape shape, long parameters, Shape input, LayerSpec layer) {
        Graph graph =
                SequentialBuilder.named("Golden", input, FLOAT32).add(layer).build();
        assertEquals(shape, graph.outputs().get(0).type().shape(), layer.describe());
        assertEquals(parameters, graph.parameters(), layer.describe());
    }
}
