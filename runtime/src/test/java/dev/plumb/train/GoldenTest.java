package dev.plumb.train;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FixtureOptimizers;
import dev.plumb.fixtures.LossCase;
import dev.plumb.fixtures.OptimizerCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and optimizers alone, run by the engine, against recorded values of Keras. */
final class GoldenTest {

    static List<LossCase> losses() {
        return LossCase.read();
    }

    static List<OptimizerCase> optimizers() {
        return OptimizerCase.read();
    }

    private static ArrayType type(Tensor tensor) {
        return ArrayType.float32(
                Arrays.stream(tensor.shape()).mapToObj(Math::toIntExact).toArray(Integer[]::new));
    }

    /**
     * The type that a trainer gives to targets: that of the output, or class indices without its last axis. A last axis of 1 that the
     * recorded targets lack or have too much does not change their elements.
     */
    private static ArrayType targetType(Tensor outputs, boolean sparse) {
        List<Integer> shape = type(outputs).shape();
        return sparse
                ? new ArrayType(DType.INT32, shape.subList(0, shape.size() - 1))
                : new ArrayType(DType.FLOAT32, shape);
    }

    private static void fill(Slot slot, Tensor tensor) {
        if (slot.type().dtype() == DType.INT32) {
            slot.write(tensor.ints());
        } else {
            slot.write(tensor.floats());
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aLossAndItsGradientAreThoseOfKeras(LossCase recorded) {
        SampleLoss loss = Losses.of(recorded.loss());
        Plan plan = lossPlan(recorded, loss);
        plan.run();
        Agreement.assertAgrees(recorded.value(), Runs.output(plan, "loss").toFloats()[0], "loss");
        Agreement.assertAgrees(
                recorded.gradient().floats(), Runs.output(plan, "gradient").toFloats(), "gradient");
    }

    private static Plan lossPlan(LossCase recorded, SampleLoss loss) {
        Trace trace = new Trace();
        Var output = trace.input("output", type(recorded.outputs()));
        Var target = trace.input("target", targetType(recorded.outputs(), loss.hasSparseTargets()));
        Var value = loss.perSample(Prediction.of(output), target).mean();
        trace.output("loss", value);
        trace.output("gradient", Gradients.of(value, List.of(output)).get(0));
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        fill(Runs.input(plan, "output"), recorded.outputs());
        fill(Runs.input(plan, "target"), recorded.targets());
        return plan;
    }

    /** Where central differences of two steps disagree there is a kink between, as where probabilities are clipped. */
    @ParameterizedTest
    @MethodSource("losses")
    void theGradientOfALossIsItsSlope(LossCase recorded) {
        Plan plan = lossPlan(recorded, Losses.of(recorded.loss()));
        plan.run();
        float[] gradient = Runs.output(plan, "gradient").toFloats();
        float[] outputs = recorded.outputs().floats();
        int compared = 0;
        for (int i = 0; i < outputs.length; i++) {
            double coarse = slope(plan, outputs, i, 4e-3f);
            double fine = slope(plan, outputs, i, 2e-3f);
            double scale = Math.max(0.1, Math.abs(gradient[i]));
            if (Math.abs(coarse - fine) < 1e-2 * scale) {
                Assertions.assertEquals(fine, gradient[i], 2e-2 * scale, "element " + i);
                compared++;
            }
        }
        Assertions.assertTrue(2 * compared >= outputs.length, compared + " of " + outputs.length + " compared");
    }

    private static double slope(Plan plan, float[] outputs, int element, float step) {
        float[] moved = outputs.clone();
        moved[element] = outputs[element] + step;
        double width = moved[element];
        Runs.input(plan, "output").write(moved);
        plan.run();
        double above = Runs.output(plan, "loss").toFloats()[0];
        moved[element] = outputs[element] - step;
        width -= moved[element];
        Runs.input(plan, "output").write(moved);
        plan.run();
        return (above - Runs.output(plan, "loss").toFloats()[0]) / width;
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void anOptimizerMovesAWeightAsInKeras(OptimizerCase recorded) {
        Optimizer optimizer = FixtureOptimizers.of(recorded.optimizer());
        ArrayType type = ArrayType.float32(recorded.initial().floats().length);
        Trace trace = new Trace();
        Map<String, Var> slots = new LinkedHashMap<>();
        Map<String, Var> scalars = new HashMap<>();
        optimizer.slots().forEach(slot -> slots.put(slot, trace.input(slot, type)));
        optimizer.scalars().forEach(scalar -> scalars.put(scalar, trace.input(scalar, ArrayType.float32())));
        Var before = trace.input("weights", type);
        double decay =
                optimizer.options().weightDecay() * optimizer.learningRate().at(0);
        Var decayed = decay == 0 ? before : before.times((float) -decay).plus(before);
        Optimizer.Update update =
                optimizer.update(new Optimizer.State(decayed, trace.input("gradients", type), slots, scalars));
        trace.output("new weights", update.weights());
        update.slots().forEach((slot, value) -> trace.output("new " + slot, value));
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        float[] weights = recorded.initial().floats();
        Map<String, float[]> state = new HashMap<>();
        optimizer.slots().forEach(slot -> {
            float[] values = new float[type.elements()];
            Arrays.fill(values, (float) optimizer.initial(slot));
            state.put(slot, values);
        });
        for (int step = 0; step < recorded.gradients().size(); step++) {
            Runs.input(plan, "weights").write(weights);
            Runs.input(plan, "gradients").write(recorded.gradients().get(step).floats());
            state.forEach((slot, values) -> Runs.input(plan, slot).write(values));
            for (int i = 0; i < optimizer.scalars().size(); i++) {
                Runs.input(plan, optimizer.scalars().get(i)).write(new float[] {
                    (float) optimizer.scalar(i, step, optimizer.learningRate().at(step))
                });
            }
            plan.run();
            weights = Runs.output(plan, "new weights").toFloats();
            state.replaceAll((slot, values) -> Runs.output(plan, "new " + slot).toFloats());
            Agreement.assertAgrees(recorded.weights().get(step).floats(), weights, "weights after step " + step);
        }
        recorded.slots().forEach((slot, tensor) -> Agreement.assertAgrees(tensor.floats(), state.get(slot), slot));
    }
}
