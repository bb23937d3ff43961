package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Window;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of depthwise convolutions are those of convolutions whose filters are 0 for all channels but one. */
final class DepthwiseGradientsTest {

    /** An input, windows over it, and the size of the filters along each axis. */
    record Case(List<Integer> input, int kernel, Window window) {

        int channels() {
            return input.get(input.size() - 1);
        }

        ArrayType weights(int inner) {
            List<Integer> shape = new java.util.ArrayList<>(Collections.nCopies(window.spatialRank(), kernel));
            shape.add(inner);
            shape.add(channels());
            return ArrayType.float32(shape.toArray(Integer[]::new));
        }

        ArrayType output() {
            return new Convolution(window, channels())
                    .infer(List.of(ArrayType.float32(input.toArray(Integer[]::new)), weights(1)))
                    .get(0);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                image(3, 9, 16, 5, 1, 1, 2, 2),
                image(1, 9, 16, 5, 1, 1, 2, 2),
                image(2, 8, 16, 5, 2, 1, 1, 2),
                // The last row and column are in no window.
                image(2, 8, 16, 5, 2, 1, 0, 0),
                image(2, 11, 7, 5, 2, 1, 2, 2),
                image(3, 10, 32, 3, 1, 2, 2, 2),
                image(2, 12, 20, 7, 1, 1, 3, 3),
                // More places than go into one convolution: each example has its own, and several examples one.
                image(3, 29, 16, 5, 1, 1, 2, 2),
                image(7, 20, 17, 5, 1, 1, 2, 2),
                image(2, 5, 16, 5, 1, 1, 0, 0),
                image(2, 6, 16, 3, 1, 1, 1, 1),
                new Case(List.of(3, 40, 16), 5, new Window(List.of(1), List.of(1), List.of(2), List.of(2))),
                new Case(List.of(1, 40, 5), 4, new Window(List.of(2), List.of(1), List.of(1), List.of(2))),
                new Case(List.of(3, 900, 16), 3, new Window(List.of(1), List.of(4), List.of(8), List.of(0))));
    }

    private static Case image(
            int examples, int size, int channels, int kernel, int stride, int dilation, int before, int after) {
        return new Case(
                List.of(examples, size, size + 1, channels),
                kernel,
                new Window(
                        List.of(stride, stride),
                        List.of(dilation, dilation),
                        List.of(before, before),
                        List.of(after, after)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theyAreTheDiagonalOfThoseOfAllChannels(Case each) {
        Array x = Runs.random(1, each.input().toArray(Integer[]::new));
        Array gradient = Runs.random(2, each.output().shape().toArray(Integer[]::new));
        float[] all = Runs.run(
                operands -> operands.get(0)
                        .apply(
                                new ConvolutionBackwardWeights(each.weights(each.channels()), each.window(), 1),
                                operands.get(1)),
                x,
                gradient);
        float[] expected = new float[each.weights(1).elements()];
        int channels = each.channels();
        for (int index = 0; index < expected.length; index++) {
            int channel = index % channels;
            expected[index] = all[(index / channels * channels + channel) * channels + channel];
        }
        assertArrayEquals(
                expected,
                Runs.run(
                        operands -> operands.get(0)
                                .apply(
                                        new ConvolutionBackwardWeights(each.weights(1), each.window(), channels),
                                        operands.get(1)),
                        x,
                        gradient),
                2e-5f * gradient.type().elements() / channels);
    }

    @Test
    void theyAreComputedByTheCodeForDepthwiseConvolutions() {
        Case each = image(8, 14, 64, 5, 1, 1, 2, 2);
        assumeTrue(
                implementation(
                                each,
                                x -> x.apply(
                                        new Convolution(each.window(), 64),
                                        x.recorder().fill(each.weights(1), 1)))
                        .startsWith("brdgmm"),
                "this processor has code for depthwise convolutions");
        assertTrue(implementation(
                        each,
                        x -> x.apply(
                                new ConvolutionBackwardWeights(each.weights(1), each.window(), 64),
                                x.recorder().fill(each.output(), 1)))
                .startsWith("brdgmm"));
    }

    private static String implementation(Case each, java.util.function.Function<Var, Var> function) {
        Trace trace = new Trace();
        trace.output(
                "y",
                function.apply(trace.input("x", ArrayType.float32(each.input().toArray(Integer[]::new)))));
        Plan plan = Runs.prepare(trace.finish(), dev.plumb.engine.plan.Bindings.none());
        List<Kernel> kernels = plan.kernels();
        return kernels.get(kernels.size() - 1).implementation();
    }
}
