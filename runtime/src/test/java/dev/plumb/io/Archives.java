package dev.plumb.io;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.file.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A small archive for tests, and archives read whole. */
final class Archives {
    static final Graph GRAPH = graph(3);

    private Archives() {}

    static Graph graph(int units) {
        return SequentialBuilder.named("Line", 2).add(Layers.dense(units)).build();
    }

    /** A model that Adam has trained for 12 steps. */
    static ModelArchive trained() {
        List<TensorData> arrays = new ArrayList<>();
        for (String slot : List.of("momentum", "velocity")) {
            arrays.add(floats("dense/kernel/" + slot, List.of(2L, 3L), 6, 5, 4, 3, 2, 1));
            arrays.add(floats("dense/bias/" + slot, List.of(3L), 0.1f, 0.2f, 0.3f));
        }
        OptimizerState adam = new OptimizerState(
                "Adam", 12, 3, Map.of("learning_rate", 0.001, "beta_1", 0.9), List.of("momentum", "velocity"));
        return new ModelArchive(
                GRAPH,
                -42,
                new FreezingState(Set.of(), Set.of(), Map.of("dense", 0.5)),
                weights(Float.MIN_VALUE),
                Optional.of(adam),
                arrays);
    }

    /** A model that was not trained; one of its weights is free. */
    static ModelArchive fresh(float weight) {
        return new ModelArchive(GRAPH, 7, FreezingState.NONE, weights(weight), Optional.empty(), List.of());
    }

    private static List<TensorData> weights(float weight) {
        return List.of(
                floats("dense/kernel", List.of(2L, 3L), 1, -2, 3.5f, weight, 5, 6),
                floats("dense/bias", List.of(3L), 0, 0, 0));
    }

    static TensorData floats(String name, List<Long> shape, float... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(elements);
        return new TensorData(name, ElementType.F32, shape, bytes);
    }

    /** All that a file holds, in the order of the trained archive. */
    static ModelArchive read(Path file) throws IOException {
        try (ArchiveReader reader = ArchiveReader.open(file)) {
            List<TensorData> weights = new ArrayList<>();
            reader.readWeights(into(ExpectedArrays.weights(reader.graph()), weights));
            List<TensorData> arrays = new ArrayList<>();
            if (reader.optimizer().isPresent()) {
                OptimizerState state = reader.optimizer().get();
                reader.readOptimizer(into(ExpectedArrays.optimizer(reader.graph(), state), arrays));
            }
            return new ModelArchive(
                    reader.graph(), reader.seed(), reader.freezing(), weights, reader.optimizer(), arrays);
        }
    }

    private static Function<String, ByteBuffer> into(ExpectedArrays expected, List<TensorData> tensors) {
        expected.shapes().forEach((name, shape) -> {
            int bytes = Math.toIntExact(4 * shape.stream().reduce(1L, Math::multiplyExact));
            tensors.add(new TensorData(name, ElementType.F32, shape, ByteBuffer.allocateDirect(bytes)));
        });
        return name -> tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytes();
    }
}
