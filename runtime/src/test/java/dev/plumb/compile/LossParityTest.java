package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.LossOptionsCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses with their options, weights of samples, masks and reductions, against recorded values of Keras. */
final class LossParityTest {

    static List<LossOptionsCase> cases() {
        return LossOptionsCase.read();
    }

    @Test
    void everyLossOfTheLanguageIsCompared() {
        Set<LossFunction> compared =
                cases().stream().map(LossOptionsCase::function).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(LossFunction.class), compared);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLossAndItsGradientAreThoseOfKeras(LossOptionsCase recorded) {
        Trace trace = new Trace();
        Var output = trace.input("output", type(recorded.outputs()));
        Var target = trace.input("target", Targets.of(recorded.loss(), output.shape()));
        Optional<Var> mask = recorded.mask().map(tensor -> trace.input("mask", type(tensor)));
        Prediction prediction = new Prediction(output, ActivationFunction.LINEAR, output, mask);
        OutputScore score = OutputScore.of(
                new OutputTraining("output", recorded.loss(), 1, List.of()),
                prediction,
                target,
                recorded.weights().map(tensor -> type -> trace.input("weights", type)));
        trace.output("loss", score.loss());
        trace.output("gradient", Gradients.of(score.loss(), List.of(output)).get(0));
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        fill(Runs.input(plan, "output"), recorded.outputs());
        fill(Runs.input(plan, "target"), recorded.targets());
        recorded.weights().ifPresent(tensor -> fill(Runs.input(plan, "weights"), tensor));
        recorded.mask().ifPresent(tensor -> fill(Runs.input(plan, "mask"), tensor));
        plan.run();
        Agreement.assertAgrees(recorded.value(), Runs.output(plan, "loss").toFloats()[0], "loss");
        Agreement.assertAgrees(
                recorded.gradient().floats(), Runs.output(plan, "gradient").toFloats(), "gradient");
    }

    private static ArrayType type(Tensor tensor) {
        return ArrayType.float32(
                Arrays.stream(tensor.shape()).mapToObj(Math::toIntExact).toArray(Integer[]::new));
    }

    private static void fill(Slot slot, Tensor tensor) {
        if (slot.type().dtype() == DType.INT32) {
            slot.write(tensor.ints());
        } else {
            slot.write(tensor.floats());
        }
    }
}
