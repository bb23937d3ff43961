package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.KernelProviders;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.Value;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.Agreement;
import dev.plumb.graph.rule.ConvolutionLstmSpec;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Loop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers in a loop compute what they compute step by step: all outputs, states and gradients. */
final class StepLoopTest {
    private static final int FEATURES = 7;

    /** Padding at the end, at the start, between, nothing but padding, none. */
    private static final String[] MASKS = {"110000000", "000111111", "101001101", "000000000", "111111111"};

    /** A layer, and how it is called. */
    private record Case(SequenceSpec layer, int batch, int time, boolean states, boolean masked, boolean training) {}

    private record Run(Program program, Plan plan) {
        Map<String, float[]> outputs() {
            plan.run();
            Map<String, float[]> outputs = new LinkedHashMap<>();
            program.outputs()
                    .forEach(output -> outputs.put(
                            output.label(), Runs.output(plan, output.label()).toFloats()));
            return outputs;
        }

        long loops() {
            return program.instructions().stream()
                    .filter(instruction -> instruction.op() instanceof Loop)
                    .count();
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int units : new int[] {1, 33}) {
            for (SequenceSpec layer : List.of(
                    Layers.simpleRNN(units),
                    Layers.simpleRNN(units).activation(ActivationFunction.RELU).goBackwards(true),
                    Layers.simpleRNN(units).useBias(false).recurrentDropout(0.5).dropout(0.5),
                    Layers.lstm(units).recurrentActivation(ActivationFunction.HARD_SIGMOID),
                    Layers.lstm(units).recurrentDropout(0.5).goBackwards(true),
                    Layers.gru(units).activation(ActivationFunction.SOFTSIGN).dropout(0.5),
                    Layers.gru(units).resetAfter(false),
                    Layers.gru(units).recurrentDropout(0.5).dropout(0.5),
                    Layers.gru(units).resetAfter(false).recurrentDropout(0.5).useBias(false),
                    Layers.convLSTM1D(units, 2),
                    Layers.convLSTM2D(units, 2)
                            .recurrentActivation(ActivationFunction.HARD_SIGMOID)
                            .padding(Padding.SAME)
                            .recurrentDropout(0.5)
                            .goBackwards(true),
                    Layers.convLSTM2D(units, 2, 3).strides(2, 1).dropout(0.5).useBias(false))) {
                for (boolean states : new boolean[] {false, true}) {
                    for (boolean training : new boolean[] {false, true}) {
                        cases.add(new Case(layer, 5, 1, states, false, training));
                        cases.add(new Case(layer, 1, 9, states, false, training));
                        cases.add(new Case(layer, 5, 9, states, false, training));
                        cases.add(new Case(layer, 5, 9, states, true, training));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatTheStepsAre(Case layer) {
        Run looped = prepare(layer, true);
        Run steps = prepare(layer, false);
        assertEquals(layer.training() ? 2 : 1, looped.loops());
        assertEquals(0, steps.loops());
        Map<String, float[]> expected = steps.outputs();
        Map<String, float[]> actual = looped.outputs();
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, numbers) -> Agreement.assertAgrees(numbers, actual.get(name), name));
        looped.outputs().forEach((name, numbers) -> assertArrayEquals(actual.get(name), numbers, 0, name));
    }

    /** Many more steps take the same kernels. */
    @Test
    void kernelsAreAsManyForAnyNumberOfSteps() {
        for (SequenceSpec layer : List.of(
                Layers.simpleRNN(8),
                Layers.lstm(8).recurrentDropout(0.5),
                Layers.gru(8).resetAfter(false),
                Layers.convLSTM2D(8, 3))) {
            int few = prepare(new Case(layer, 5, 3, false, false, true), true)
                    .plan()
                    .kernels()
                    .size();
            int many = prepare(new Case(layer, 5, 200, false, false, true), true)
                    .plan()
                    .kernels()
                    .size();
            assertEquals(few, many, layer.describe());
            assertTrue(many < 40, layer.describe() + ": " + many);
        }
    }

    /** The gradient of a loop is a loop, which has a gradient. */
    @Test
    void gradientsOfGradientsAreThoseOfTheSteps() {
        for (SequenceSpec layer : List.of(
                Layers.simpleRNN(3),
                Layers.gru(3).resetAfter(false).goBackwards(true),
                Layers.lstm(3).recurrentDropout(0.5),
                Layers.convLSTM1D(3, 2))) {
            Map<String, float[]> looped = second(layer, true);
            Map<String, float[]> steps = second(layer, false);
            steps.forEach((name, numbers) ->
                    Agreement.assertAgrees(numbers, looped.get(name), layer.describe() + " " + name));
        }
    }

    private static Map<String, float[]> second(SequenceSpec layer, boolean loop) {
        Trace trace = new Trace();
        TensorType sequence = sequence(layer, 4);
        Var x = trace.input("x", batch(sequence, 5));
        TracedContext context = new TracedContext(trace, layer, sequence, Optional.empty(), true);
        Reading reading = read(layer, context, List.of(x), loop);
        Var gradient =
                Gradients.of(reading.sequence().square().sum(), List.of(x)).get(0);
        Var norm = gradient.square().sum();
        Map<String, Var> wanted = new LinkedHashMap<>(context.weights());
        wanted.put("x", x);
        List<Var> found = Gradients.of(norm, List.copyOf(wanted.values()));
        int index = 0;
        for (String name : wanted.keySet()) {
            trace.output("second gradient of " + name, found.get(index++));
        }
        return run(trace, 1).outputs();
    }

    /** Of steps that are images where the layer convolves them. */
    private static TensorType sequence(SequenceSpec layer, long time) {
        if (layer instanceof ConvolutionLstmSpec convolution) {
            return convolution.axes() == 1 ? TensorType.floats(time, 4, FEATURES) : TensorType.floats(time, 3, 4, 2);
        }
        return TensorType.floats(time, FEATURES);
    }

    private static ArrayType batch(TensorType type, int examples) {
        List<Integer> shape = new ArrayList<>(List.of(examples));
        Arrays.stream(type.shape().sizes()).forEach(size -> shape.add((int) size));
        return new ArrayType(DType.FLOAT32, shape);
    }

    private static Reading read(SequenceSpec layer, LayerContext context, List<Var> inputs, boolean loop) {
        return loop
                ? RecurrentLayers.readInLoop(layer, context, inputs)
                : RecurrentLayers.readStepByStep(layer, context, inputs);
    }

    private static Run prepare(Case layer, boolean loop) {
        SequenceSpec spec = layer.layer();
        Trace trace = new Trace();
        TensorType sequence = sequence(spec, layer.time());
        Var x = trace.input("x", batch(sequence, layer.batch()));
        Optional<Var> mask = layer.masked()
                ? Optional.of(trace.input("mask", ArrayType.float32(layer.batch(), layer.time())))
                : Optional.empty();
        TracedContext context = new TracedContext(trace, spec, sequence, mask, layer.training());
        List<Var> inputs = new ArrayList<>(List.of(x));
        if (layer.states()) {
            TensorType state =
                    ((Inference.Types) spec.ofStep(List.of(sequence))).outputs().get(0);
            spec.stateNames().forEach(name -> inputs.add(trace.input(name, batch(state, layer.batch()))));
        }
        Reading reading = read(spec, context, inputs, loop);
        Map<String, Var> made =
                ReadingResults.show(trace, reading, spec.stateNames().size());
        if (layer.training()) {
            ReadingResults.differentiate(trace, spec, context, inputs, made);
        }
        return run(trace, layer.time());
    }

    private static Run run(Trace trace, int time) {
        Program program = Passes.optimize(trace.finish());
        Verifier.verify(program);
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard(), 1);
        Random random = new Random(4);
        program.values(Value.Kind.INPUT).forEach(input -> {
            float[] numbers = new float[input.type().elements()];
            // Not so large that a simple layer's states grow from step to step, and its rounding errors with them.
            float scale = input.label().equals("recurrent_kernel")
                    ? 0.5f / (float) Math.sqrt(input.type().size(0))
                    : 0.5f;
            for (int i = 0; i < numbers.length; i++) {
                if (input.label().equals("mask")) {
                    numbers[i] = MASKS[i / time].charAt(i % time) - '0';
                } else if (input.label().startsWith("dropout")) {
                    numbers[i] = random.nextBoolean() ? 2 : 0;
                } else {
                    numbers[i] = (float) random.nextGaussian() * scale;
                }
            }
            Runs.input(plan, input.label()).write(numbers);
        });
        return new Run(program, plan);
    }
}
