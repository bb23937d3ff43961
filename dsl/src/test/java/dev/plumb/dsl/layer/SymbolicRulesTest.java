package dev.plumb.dsl.layer;

import static dev.plumb.dsl.ActivationFunction.GLU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rule says about symbolic sizes what it says about numbers: where its assumptions hold, the same types; where they do not, or the
 * symbolic sizes were refused, it refuses the numbers.
 */
final class SymbolicRulesTest {
    private static final int LARGEST = 9;

    /** A layer and the axes of its inputs, over the names n and m. */
    record Case(LayerSpec spec, List<TensorType> inputs) {
        @Override
        public String toString() {
            return spec.describe() + " of " + inputs;
        }
    }

    private static Case of(LayerSpec spec, String... shapes) {
        return new Case(spec, Arrays.stream(shapes).map(SymbolicRulesTest::type).toList());
    }

    private static TensorType type(String axes) {
        return TensorType.of(Shape.parse(axes.split(",")), DType.FLOAT32);
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (LayerSpec merging : List.of(Layers.add(), Layers.maximum(), Layers.average())) {
            cases.add(of(merging, "n,3", "n,3"));
            cases.add(of(merging, "n,3", "m,3"));
            cases.add(of(merging, "n,3", "5,3"));
            cases.add(of(merging, "n,3", "1,3", "m,1"));
            cases.add(of(merging, "n,m", "m"));
            cases.add(of(merging, "n,m", "m,n", "4,4"));
            cases.add(of(merging, "n,3", "n,4"));
        }
        cases.add(of(Layers.concatenate().axis(1), "n,3", "m,3"));
        cases.add(of(Layers.concatenate().axis(1), "n,m", "2,3"));
        cases.add(of(Layers.concatenate(), "n,3", "m,2"));
        cases.add(of(Layers.concatenate(), "n,3", "6,2"));
        cases.add(of(Layers.flatten(), "n,3"));
        cases.add(of(Layers.flatten(), "n,m,2"));
        for (List<Integer> target :
                List.of(List.of(-1, 2), List.of(-1, 4), List.of(3, 4), List.of(2, -1, 3), List.of(5))) {
            cases.add(of(Layers.reshape().value(target), "n,2"));
            cases.add(of(Layers.reshape().value(target), "n,m"));
            cases.add(of(Layers.reshape().value(target), "n,6"));
        }
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            cases.add(of(Layers.convLSTM1D(2, 3).padding(padding).strides(2).returnSequences(true), "n,m,3"));
            cases.add(of(Layers.bidirectional(Layers.convLSTM1D(2, 3).padding(padding)), "n,m,3"));
            cases.add(of(Layers.convLSTM1D(2, 3).padding(padding), "n,m,3", "4,2", "m,2"));
        }
        for (EinsumDenseLayer dense : List.of(
                Layers.einsumDense("abc,cd->abd", -1, 3),
                Layers.einsumDense("abc,cd->abd", 5, 3),
                Layers.einsumDense("...x,xy->...y", 6).activation(GLU),
                Layers.einsumDense("abc,bcd->abd", 4, 2))) {
            cases.add(of(dense, "n,3"));
            cases.add(of(dense, "n,m"));
        }
        cases.add(of(Layers.dot(1), "n,3", "m,4"));
        cases.add(of(Layers.dot(2, 1), "n,3", "n,4"));
        cases.add(of(Layers.dot(1, 2), "n", "4,n"));
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            for (List<Integer> outputPadding : List.of(List.<Integer>of(), List.of(0), List.of(1))) {
                cases.add(of(
                        Layers.conv2DTranspose(2, 4).strides(2).padding(padding).outputPadding(outputPadding),
                        "n,m,3"));
            }
            cases.add(of(Layers.depthwiseConv2D(3, 2).padding(padding), "n,m,3"));
        }
        cases.add(of(Layers.randomErasing().fillValue(1, 2, 3), "n,5,m"));
        cases.add(of(Layers.randomHue(0.1), "n,5,m"));
        cases.add(of(Layers.randomGrayscale(), "n,5,m"));
        cases.add(of(Layers.resizing(2, 3), "n,m,3"));
        LayerSpec attention = Layers.multiHeadAttention(2, 4);
        cases.add(of(attention, "n,3", "m,3", "4,3"));
        cases.add(of(attention, "n,3", "m,3", "m,3", "m,n"));
        LayerSpec gru = Layers.gru(3).returnSequences(true);
        cases.add(of(gru, "n,2", "m"));
        cases.add(of(Layers.bidirectional(gru), "n,2", "m", "3"));
        cases.add(of(Layers.timeDistributed(Layers.conv1D(2, 3)), "n,m,2"));
        cases.add(of(Layers.permute(2, 1), "n,3"));
        cases.add(of(Layers.activation(GLU), "3,n"));
        cases.add(of(Layers.dropout(0.5).noiseShape(4, 1), "n,m"));
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            for (int stride = 1; stride <= 3; stride++) {
                cases.add(of(Layers.conv1D(2, 4).strides(stride).padding(padding), "n,3"));
                cases.add(of(Layers.maxPooling2D().poolSize(3).strides(stride).padding(padding), "n,m,3"));
            }
        }
        cases.add(of(Layers.zeroPadding2D().value(1, 2), "n,m,3"));
        cases.add(of(Layers.cropping2D().value(1, 2, 0, 3), "n,m,3"));
        cases.add(of(Layers.upSampling2D().value(2, 3), "n,m,3"));
        cases.add(of(Layers.globalAveragePooling1D(), "n,m"));
        cases.add(of(Layers.cropping1D().value(2, 1), "n,3"));
        cases.add(of(Layers.cropping3D().value(1, 0, 0, 2, 0, 1), "n,m,4,2"));
        cases.add(of(Layers.zeroPadding3D(), "n,m,4,2"));
        cases.add(of(Layers.upSampling3D().value(2, 1, 3), "n,m,4,2"));
        cases.add(of(Layers.adaptiveMaxPooling2D(2, 3), "n,m,3"));
        cases.add(of(Layers.conv3D(2, 3), "n,m,4,2"));
        cases.add(of(Layers.averagePooling3D(2), "n,m,4,2"));
        cases.add(of(Layers.softmax().axis(1, 2), "n,m"));
        cases.add(of(Layers.dense(4), "n,m"));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void symbolicSizesMeanTheirNumbers(Case example) {
        Inference symbolic = example.spec().infer(example.inputs());
        for (long n = 1; n <= LARGEST; n++) {
            for (long m = 1; m <= LARGEST; m++) {
                Map<String, Long> sizes = Map.of("n", n, "m", m);
                List<TensorType> bound = bound(example.inputs(), sizes);
                Inference known = example.spec().infer(bound);
                if (symbolic instanceof Inference.Types types
                        && types.assumptions().stream().allMatch(assumption -> assumption.holds(sizes))) {
                    assertEquals(Inference.types(bound(types.outputs(), sizes)), known, () -> "for " + sizes);
                } else if (!(symbolic instanceof Inference.Failure failure
                        && failure.mismatch() instanceof Mismatch.UnknownSize)) {
                    assertInstanceOf(Inference.Failure.class, known, () -> "for " + sizes);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anAssumptionIsNeitherAlwaysNorNeverTrue(Case example) {
        if (example.spec().infer(example.inputs()) instanceof Inference.Types types) {
            types.assumptions().forEach(assumption -> {
                long held = 0;
                for (long n = 1; n <= 4 * LARGEST; n++) {
                    for (long m = 1; m <= 4 * LARGEST; m++) {
                        held += assumption.holds(Map.of("n", n, "m", m)) ? 1 : 0;
                    }
                }
                assertTrue(held > 0 && held < 16L * LARGEST * LARGEST, assumption + " holds " + held + " times");
            });
        }
    }

    private static List<TensorType> bound(List<TensorType> types, Map<String, Long> sizes) {
        return types.stream()
                .map(type -> type.withShape(type.shape().bind(sizes)))
                .toList();
    }
}
