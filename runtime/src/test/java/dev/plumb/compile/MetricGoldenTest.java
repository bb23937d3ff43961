package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FixtureMetric;
import dev.plumb.fixtures.MetricCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.Prediction;
import dev.plumb.train.TrainingMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics over batches, run by the engine, against recorded values of Keras. */
final class MetricGoldenTest {

    static List<MetricCase> metrics() {
        return MetricCase.read();
    }

    private static List<Integer> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).mapToObj(Math::toIntExact).toList();
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void aMetricIsThatOfKeras(MetricCase recorded) {
        TrainingMetric metric = FixtureMetric.of(recorded);
        List<double[]> sums = new ArrayList<>();
        for (MetricCase.Batch batch : recorded.batches()) {
            add(sums, sums(batch, batch.weights().isPresent() ? metric.weighted() : metric));
        }
        assertValues(recorded, metric, sums);
        assertEquals(recorded.label(), metric.label());
    }

    private static void assertValues(MetricCase recorded, TrainingMetric metric, List<double[]> sums) {
        if (recorded.values().size() == 1) {
            Agreement.assertAgrees(recorded.values().get(0), metric.result(sums), "result");
            return;
        }
        double[] table =
                Stream.of(metric.table(sums)).flatMapToDouble(Arrays::stream).toArray();
        assertEquals(recorded.values().size(), table.length, "number of values");
        for (int i = 0; i < table.length; i++) {
            Agreement.assertAgrees(recorded.values().get(i), table[i], "value " + i);
        }
    }

    private static void add(List<double[]> sums, List<float[]> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (sums.size() <= i) {
                sums.add(new double[batch.get(i).length]);
            }
            for (int element = 0; element < batch.get(i).length; element++) {
                sums.get(i)[element] += batch.get(i)[element];
            }
        }
    }

    /** As a step of evaluation computes them. */
    private static List<float[]> sums(MetricCase.Batch batch, TrainingMetric metric) {
        boolean sparse = batch.targets().dtype() == DType.INT32;
        List<Integer> shape = shape(batch.outputs());
        Trace trace = new Trace();
        Var output = trace.input("output", new ArrayType(DType.FLOAT32, shape));
        Var target = trace.input(
                "target",
                sparse
                        ? new ArrayType(DType.INT32, shape.subList(0, shape.size() - 1))
                        : new ArrayType(DType.FLOAT32, shape));
        Optional<Var> weights =
                batch.weights().map(tensor -> trace.input("weights", new ArrayType(DType.FLOAT32, shape(tensor))));
        Optional<Var> mask =
                batch.mask().map(tensor -> trace.input("mask", new ArrayType(DType.FLOAT32, shape(tensor))));
        Prediction prediction = new Prediction(output, ActivationFunction.LINEAR, output, mask);
        OutputScore.MetricSums sums = OutputScore.sums(metric, prediction, target, weights);
        for (int i = 0; i < sums.sums().size(); i++) {
            trace.output("sum " + i, sums.sums().get(i));
        }
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        fill(Runs.input(plan, "output"), batch.outputs());
        fill(Runs.input(plan, "target"), batch.targets());
        batch.weights().ifPresent(tensor -> fill(Runs.input(plan, "weights"), tensor));
        batch.mask().ifPresent(tensor -> fill(Runs.input(plan, "mask"), tensor));
        plan.run();
        List<float[]> results = new ArrayList<>();
        for (int i = 0; i < sums.sums().size(); i++) {
            results.add(Runs.output(plan, "sum " + i).toFloats());
        }
        return results;
    }

    private static void fill(Slot slot, Tensor tensor) {
        if (slot.type().dtype() == DType.INT32) {
            slot.write(tensor.ints());
        } else {
            slot.write(tensor.floats());
        }
    }
}
