package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.Window;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Depthwise convolutions of sequences, with all that is fused into them, against plain loops. */
final class SequencesTest {
    private static final int EXAMPLES = 3;
    private static final int LENGTH = 21;

    /** Stride, dilation and padding before and after, for so many channels and taps. */
    record Case(int channels, int taps, int stride, int dilation, int before, int after) {

        Window window() {
            return new Window(List.of(stride), List.of(dilation), List.of(before), List.of(after));
        }

        Convolution convolution() {
            return new Convolution(window(), channels);
        }

        int places() {
            return window().outputSize(0, LENGTH, taps);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(16, 5, 1, 1, 2, 2),
                new Case(7, 3, 2, 1, 1, 0),
                new Case(2, 4, 1, 3, 9, 0),
                new Case(32, 1, 1, 1, 0, 0),
                new Case(17, 6, 3, 1, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forward(Case each) {
        Array x = Runs.random(1, EXAMPLES, LENGTH, each.channels());
        Array weights = Runs.random(2, each.taps(), 1, each.channels());
        Array bias = Runs.random(3, each.channels());
        Array row = Runs.random(4, each.places(), each.channels());
        Array whole = Runs.random(5, EXAMPLES, each.places(), each.channels());
        float[] expected = new float[whole.type().elements()];
        for (int index = 0; index < expected.length; index++) {
            int channel = index % each.channels();
            int place = index / each.channels() % each.places();
            int example = index / each.channels() / each.places();
            double sum = bias.numbers()[channel];
            for (int tap = 0; tap < each.taps(); tap++) {
                int from = place * each.stride() + tap * each.dilation() - each.before();
                if (from >= 0 && from < LENGTH) {
                    sum += (double) x.numbers()[(example * LENGTH + from) * each.channels() + channel]
                            * weights.numbers()[tap * each.channels() + channel];
                }
            }
            sum = sum * row.numbers()[place * each.channels() + channel] + whole.numbers()[index];
            expected[index] = (float) Math.max(0, sum);
        }
        float[] found = Runs.run(
                v -> v.get(0)
                        .apply(each.convolution(), v.get(1))
                        .plus(v.get(2))
                        .times(v.get(3))
                        .plus(v.get(4))
                        .relu(),
                x,
                weights,
                bias,
                row,
                whole);
        assertArrayEquals(expected, found, 2e-6f);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void backward(Case each) {
        ArrayType x = ArrayType.float32(EXAMPLES, LENGTH, each.channels());
        Array weights = Runs.random(2, each.taps(), 1, each.channels());
        Array gradient = Runs.random(6, EXAMPLES, each.places(), each.channels());
        double[] expected = new double[x.elements()];
        for (int index = 0; index < gradient.numbers().length; index++) {
            int channel = index % each.channels();
            int place = index / each.channels() % each.places();
            int example = index / each.channels() / each.places();
            for (int tap = 0; tap < each.taps(); tap++) {
                int to = place * each.stride() + tap * each.dilation() - each.before();
                if (to >= 0 && to < LENGTH) {
                    expected[(example * LENGTH + to) * each.channels() + channel] +=
                            (double) gradient.numbers()[index] * weights.numbers()[tap * each.channels() + channel];
                }
            }
        }
        float[] found = Runs.run(
                v -> v.get(0).apply(new ConvolutionBackwardData(x, each.window(), each.channels()), v.get(1)),
                weights,
                gradient);
        assertArrayEquals(
                expected,
                IntStream.range(0, found.length)
                        .mapToDouble(index -> found[index])
                        .toArray(),
                2e-6);
    }
}
