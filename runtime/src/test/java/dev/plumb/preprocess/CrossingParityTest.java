package dev.plumb.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.array.StringArrays;
import dev.plumb.dsl.DType;
import dev.plumb.fixtures.CrossingCase;
import dev.plumb.runtime.Network;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Categories that are crossed fall into the bins of Keras. */
final class CrossingParityTest {

    static List<CrossingCase> cases() {
        return CrossingCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithKeras(CrossingCase crossing) {
        Network network = Network.create(crossing.graph(), 1);
        List<INDArray> inputs = crossing.features().stream()
                .map(feature -> array(crossing, feature))
                .toList();
        INDArray output = network.predict(inputs).get(0);
        assertArrayEquals(crossing.output().shape(), output.shape());
        float[] expected = crossing.output().dtype() == DType.INT32
                ? floats(crossing.output().ints())
                : crossing.output().floats();
        assertArrayEquals(expected, output.ravel().toFloatVector());
    }

    private static float[] floats(int... ids) {
        float[] floats = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            floats[i] = ids[i];
        }
        return floats;
    }

    private static INDArray array(CrossingCase crossing, CrossingCase.Feature feature) {
        long[] shape = LongStream.concat(
                        LongStream.of(feature.given().size()),
                        LongStream.of(crossing.shape().sizes()))
                .toArray();
        if (feature.dtype() == DType.STRING) {
            return StringArrays.of(
                    feature.given().stream().map(Object::toString).toArray(String[]::new), shape);
        }
        int[] numbers = feature.given().stream()
                .mapToInt(value -> ((Number) value).intValue())
                .toArray();
        return Nd4j.createFromArray(numbers).reshape(shape);
    }
}
