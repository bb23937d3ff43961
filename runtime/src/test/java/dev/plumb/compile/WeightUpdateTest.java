package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FixtureOptimizers;
import dev.plumb.fixtures.Tensor;
import dev.plumb.fixtures.UpdateCase;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Optimizer;
import dev.plumb.train.UpdateOptions;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of all optimizers, with and without options, on weights of rank 1 to 4, against Keras. */
final class WeightUpdateTest {

    static List<UpdateCase> cases() {
        return UpdateCase.read();
    }

    /** A model with the recorded weights. */
    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Ranks");
        Wire ids = g.input("ids", Shape.of(4), DType.INT32);
        Wire embedded = g.apply("embedded", Layers.embedding(5, 3), ids);
        Wire conv1 = g.apply("conv1", Layers.conv1D(2, 2), embedded);
        Wire image = g.apply("image", Layers.reshape(3, 2, 1), conv1);
        Wire conv2 = g.apply("conv2", Layers.conv2D(2, 2, 1), image);
        Wire flat = g.apply("flat", Layers.flatten(), conv2);
        Wire tall = g.apply("tall", Layers.dense(3), flat);
        return g.output(g.apply("wide", Layers.dense(6), tall)).build();
    }

    private static Optimizer optimizer(UpdateCase recorded) {
        return FixtureOptimizers.of(recorded.optimizer(), recorded.options());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weightsMoveAsInKeras(UpdateCase recorded) {
        Optimizer optimizer = optimizer(recorded);
        assertMovesAsRecorded(recorded, optimizer, 1 << 20);
    }

    /** Arrays that are too large for one plan are updated piece by piece. */
    @ParameterizedTest
    @MethodSource("cases")
    void soTheyDoInPieces(UpdateCase recorded) {
        assertMovesAsRecorded(recorded, optimizer(recorded), 32);
    }

    private static void assertMovesAsRecorded(UpdateCase recorded, Optimizer optimizer, int largestRange) {
        WeightStore weights = WeightStore.zeros(graph());
        assertEquals(
                recorded.initial().keySet(),
                Set.copyOf(
                        weights.entries().stream().map(WeightStore.Entry::path).toList()));
        recorded.initial().forEach((path, tensor) -> {
            assertArrayEquals(
                    tensor.shape(),
                    weights.entry(path).type().shape().stream()
                            .mapToLong(Integer::longValue)
                            .toArray());
            weights.slot(path).write(tensor.floats());
        });
        UpdatePlan update = new UpdatePlan(optimizer, weights, new Threads(), largestRange);
        update.use(new Trainability(new HashSet<>(recorded.frozen()), Map.of()), path -> 0);
        for (int step = 0; step < recorded.gradients().size(); step++) {
            write(recorded.gradients().get(step), weights, update.gradients());
            update.run(step, optimizer.learningRate().at(step));
            int taken = step + 1;
            recorded.weights()
                    .getOrDefault(taken, Map.of())
                    .forEach((path, tensor) -> Agreement.assertAgrees(
                            tensor.floats(), weights.slot(path).toFloats(), path + " after step " + taken));
        }
        recorded.averages().forEach((path, tensor) -> {
            Storage averages = Objects.requireNonNull(update.slots().get(UpdateOptions.AVERAGE));
            WeightStore.Entry entry = weights.entry(path);
            Slot average = new Slot(entry.type(), averages, entry.flatBytes());
            Agreement.assertAgrees(tensor.floats(), average.toFloats(), "average of " + path);
        });
    }

    private static void write(Map<String, Tensor> numbers, WeightStore weights, Storage gradients) {
        numbers.forEach((path, tensor) -> {
            WeightStore.Entry entry = weights.entry(path);
            new Slot(entry.type(), gradients, entry.flatBytes()).write(tensor.floats());
        });
    }
}
