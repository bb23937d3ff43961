package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Models with layers in code have the gradients of their twins in Keras, which {@code src/test/fixtures/gallery.py} makes: of each weight the
 * product with numbers that follow from its path, and the norm.
 */
final class GalleryGradientsTest {
    private static final Path TWINS = Path.of("src/test/resources/gradients");
    private static final int EXAMPLES = 2;
    private static final double TOLERANCE = 1e-5;
    /** Less is taken for 0: the bias of keys has no gradient but rounding. */
    private static final double SMALLEST_NORM = 1e-4;

    static Stream<GalleryTest.Facts> models() {
        return GalleryTest.models().filter(facts -> Files.exists(twin(facts)));
    }

    private static Path twin(GalleryTest.Facts facts) {
        return TWINS.resolve(facts.graph().name() + ".json");
    }

    /** A network on a tape. */
    private static final class Taped extends EagerModel<List<Var>, Var> {
        private static final String NAME = "network";
        private final EagerLayer network;

        Taped(Network network) {
            super(1);
            this.network = layer(NAME, network);
        }

        @Override
        public Var call(EagerContext context, List<Var> inputs) {
            return network.call(context, inputs.toArray(Var[]::new));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theyHaveTheGradientsOfKeras(GalleryTest.Facts facts) throws IOException {
        Map<String, Object> twin = JSON.std.mapFrom(Files.readString(twin(facts)));
        Network network = Network.create(facts.graph(), 1);
        FormulaWeights.set(network, UnaryOperator.identity());
        Taped taped = new Taped(network);
        Map<String, double[]> found = new HashMap<>();
        try (GradientTape tape = taped.tape(Phase.INFERENCE)) {
            EagerContext context = tape.context();
            List<Var> inputs = facts.graph().inputs().stream()
                    .map(input -> context.array(examples(input)))
                    .toList();
            tape.gradients(loss(context, facts.graph(), taped.call(context, inputs)), taped)
                    .forEach((path, gradient) -> {
                        String inNetwork = path.substring(Taped.NAME.length() + 1);
                        found.put(inNetwork, described(inNetwork, context.numbers(gradient)));
                    });
        }
        assertEquals(twin.keySet(), found.keySet());
        found.forEach((path, described) -> assertClose(path, (List<?>) twin.get(path), described));
    }

    private static INDArray examples(Graph.Input input) {
        long[] one = input.type().shape().sizes();
        long[] shape = new long[one.length + 1];
        shape[0] = EXAMPLES;
        System.arraycopy(one, 0, shape, 1, one.length);
        return FormulaWeights.numbers(input.name(), shape);
    }

    private static Var loss(EagerContext context, Graph graph, Var output) {
        long[] shape = output.shape().stream().mapToLong(size -> size).toArray();
        String name = graph.outputs().get(0).name();
        return output.times(context.array(FormulaWeights.numbers("loss/" + name, shape)))
                .mean();
    }

    private static double[] described(String path, float... gradient) {
        INDArray other = FormulaWeights.numbers("gradient/" + path, gradient.length);
        double product = 0;
        double squares = 0;
        for (int i = 0; i < gradient.length; i++) {
            product += (double) gradient[i] * other.getFloat(i);
            squares += (double) gradient[i] * gradient[i];
        }
        return new double[] {product, Math.sqrt(squares)};
    }

    private static void assertClose(String path, List<?> expected, double... found) {
        double norm = ((Number) expected.get(1)).doubleValue();
        double tolerance = TOLERANCE * Math.max(norm, SMALLEST_NORM);
        for (int i = 0; i < found.length; i++) {
            assertEquals(((Number) expected.get(i)).doubleValue(), found[i], tolerance, path);
        }
    }
}
