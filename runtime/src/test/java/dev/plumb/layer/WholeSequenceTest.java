package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.KernelProviders;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.GRULayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.Value;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.Agreement;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers as one op compute what they compute step by step: all outputs, states and gradients. */
final class WholeSequenceTest {
    private static final int BATCH = 5;
    private static final int FEATURES = 7;

    /** Padding at the end, at the start, between, nothing but padding, none. */
    private static final String[] MASKS = {"110000000", "000111111", "101001101", "000000000", "111111111"};

    /** A layer, how it is called, and how many threads compute it. */
    private record Case(RecurrentSpec layer, int time, boolean states, boolean masked, int threads) {
        int batch() {
            return BATCH;
        }
    }

    /** A program and its plan, with numbers of its own for each input. */
    private record Run(Program program, Plan plan) {
        Map<String, float[]> outputs() {
            plan.run();
            Map<String, float[]> outputs = new LinkedHashMap<>();
            program.outputs()
                    .forEach(output -> outputs.put(
                            output.label(), Runs.output(plan, output.label()).toFloats()));
            return outputs;
        }

        long count(Class<?> op) {
            return WholeSequenceTest.count(program, op);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int units : new int[] {1, 8, 33}) {
            for (RecurrentSpec layer : List.of(
                    Layers.lstm(units).returnState(true),
                    Layers.lstm(units).useBias(false),
                    Layers.lstm(units).goBackwards(true).returnState(true),
                    Layers.gru(units),
                    Layers.gru(units).goBackwards(true),
                    Layers.gru(units).useBias(false),
                    Layers.gru(units).resetAfter(false),
                    Layers.gru(units).resetAfter(false).goBackwards(true).useBias(false))) {
                for (boolean states : new boolean[] {false, true}) {
                    cases.add(new Case(layer, 1, states, false, 1));
                    cases.add(new Case(layer, 9, states, false, 1));
                    cases.add(new Case(layer, 9, states, false, 2));
                    cases.add(new Case(layer, 9, states, true, 1));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatTheStepsAre(Case layer) {
        Run whole = prepare(layer, true, true);
        Run steps = prepare(layer, false, true);
        int ops = layer.layer() instanceof GRULayer gru && !gru.resetAfter() ? 0 : 1;
        assertEquals(ops, whole.count(Recurrence.class));
        assertEquals(ops, whole.count(RecurrenceBackward.class));
        assertEquals(0, steps.count(Recurrence.class));
        Map<String, float[]> expected = steps.outputs();
        Map<String, float[]> actual = whole.outputs();
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, numbers) -> Agreement.assertAgrees(numbers, actual.get(name), name));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheSameBitsInEachRun(Case layer) {
        Run run = prepare(layer, true, true);
        Map<String, float[]> first = run.outputs();
        for (int again = 0; again < 3; again++) {
            run.outputs().forEach((name, numbers) -> assertArrayEquals(first.get(name), numbers, 0, name));
        }
    }

    /** What keeps no note has other code. */
    @ParameterizedTest
    @MethodSource("cases")
    void predictsWhatItTrains(Case layer) {
        Map<String, float[]> predicted = prepare(layer, true, false).outputs();
        Map<String, float[]> trained = prepare(layer, true, true).outputs();
        predicted.forEach((name, numbers) -> Agreement.assertAgrees(trained.get(name), numbers, name));
    }

    @Test
    void aNoteIsKeptOnlyForAGradientAndLiesInThePlansMemory() {
        Case layer = new Case(Layers.lstm(8), 9, false, false, 1);
        Run predicting = prepare(layer, true, false);
        Run training = prepare(layer, true, true);
        assertFalse(recurrence(predicting.program()).noted());
        assertTrue(recurrence(training.program()).noted());
        long note = 9 * BATCH * 4 * 8 * Float.BYTES; // at least each gate of each step
        assertTrue(training.plan().arenaBytes() > note);
        // A gradient in inference, by a tape: the forward pass is done again with a note.
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(BATCH, 9, FEATURES));
        TracedContext context =
                new TracedContext(trace, layer.layer(), TensorType.floats(9, FEATURES), Optional.empty(), false);
        Var last = RecurrentLayers.read(layer.layer(), context, List.of(x)).last();
        trace.output("gradient", Gradients.of(last.sum(), List.of(x)).get(0));
        Program program = Passes.optimize(trace.finish());
        assertTrue(recurrence(program).noted());
        assertEquals(1, count(program, Recurrence.class));
    }

    @Test
    void withoutAGradientThroughItALayerInTrainingKeepsNoNote() {
        Trace trace = new Trace();
        RecurrentSpec frozen = Layers.lstm(8);
        Var x = trace.input("x", ArrayType.float32(BATCH, 9, FEATURES));
        TracedContext context =
                new TracedContext(trace, frozen, TensorType.floats(9, FEATURES), Optional.empty(), true);
        Var head = trace.input("head", ArrayType.float32(8, 1));
        Var loss = RecurrentLayers.read(frozen, context, List.of(x))
                .last()
                .matmul(head)
                .sum();
        trace.output("gradient", Gradients.of(loss, List.of(head)).get(0));
        Program program = Passes.optimize(trace.finish());
        assertFalse(recurrence(program).noted());
        assertEquals(0, count(program, RecurrenceBackward.class));
    }

    /** Two sequences read with the same weights: the gradients add up. */
    @Test
    void aLayerThatIsUsedTwiceLearnsOfBoth() {
        List<float[]> found = new ArrayList<>();
        for (boolean whole : new boolean[] {true, false}) {
            RecurrentSpec shared = Layers.gru(8);
            Trace trace = new Trace();
            Var first = trace.input("first", ArrayType.float32(BATCH, 4, FEATURES));
            Var second = trace.input("second", ArrayType.float32(BATCH, 6, FEATURES));
            TracedContext context =
                    new TracedContext(trace, shared, TensorType.floats(4, FEATURES), Optional.empty(), true);
            Var sum = read(shared, context, List.of(first), whole)
                    .last()
                    .times(read(shared, context, List.of(second), whole).last());
            List<Var> weights = List.copyOf(context.weights().values());
            List<Var> gradients = Gradients.of(sum.sum(), weights);
            for (int i = 0; i < weights.size(); i++) {
                trace.output("gradient " + i, gradients.get(i));
            }
            Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
            fill(plan);
            plan.run();
            for (int i = 0; i < weights.size(); i++) {
                found.add(Runs.output(plan, "gradient " + i).toFloats());
            }
        }
        int weights = found.size() / 2;
        for (int i = 0; i < weights; i++) {
            Agreement.assertAgrees(found.get(weights + i), found.get(i), "weight " + i);
        }
    }

    /** oneDNN's own gradient of it writes where it must not; the op stays for predictions. */
    @Test
    void theGradientOfAResetBeforeTheProductIsThatOfItsSteps() {
        Trace trace = new Trace();
        RecurrentSpec gru = Layers.gru(3).resetAfter(false);
        Var x = trace.input("x", ArrayType.float32(BATCH, 9, FEATURES));
        TracedContext context = new TracedContext(trace, gru, TensorType.floats(9, FEATURES), Optional.empty(), false);
        Var whole = RecurrentLayers.read(gru, context, List.of(x)).last();
        Var steps = RecurrentLayers.readStepByStep(gru, context, List.of(x)).last();
        for (Map.Entry<String, Var> each :
                Map.of("whole", whole, "steps", steps).entrySet()) {
            Var gradient =
                    Gradients.of(each.getValue().square().sum(), List.of(x)).get(0);
            trace.output(each.getKey(), gradient);
            trace.output(
                    "second of " + each.getKey(),
                    Gradients.of(gradient.square().sum(), List.of(x)).get(0));
        }
        Program program = Passes.optimize(trace.finish());
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard());
        RandomValues.fill(plan);
        Run run = new Run(program, plan);
        assertEquals(0, run.count(RecurrenceBackward.class));
        Map<String, float[]> outputs = run.outputs();
        Agreement.assertAgrees(outputs.get("steps"), outputs.get("whole"), "gradient");
        Agreement.assertAgrees(outputs.get("second of steps"), outputs.get("second of whole"), "second gradient");
    }

    @Test
    void otherCellsGoStepByStep() {
        Case tanh = new Case(Layers.lstm(4).recurrentActivation(ActivationFunction.TANH), 3, false, false, 1);
        Case relu = new Case(Layers.gru(4).activation(ActivationFunction.RELU), 3, false, false, 1);
        Case simple = new Case(Layers.simpleRNN(4), 3, false, false, 1);
        for (Case other : List.of(tanh, relu, simple)) {
            assertEquals(
                    0,
                    prepare(other, true, true).count(Recurrence.class),
                    other.layer().describe());
        }
    }

    @Test
    void notANumberStaysInItsExample() {
        for (RecurrentSpec layer :
                List.of(Layers.lstm(8), Layers.gru(8), Layers.gru(8).resetAfter(false))) {
            for (boolean noted : new boolean[] {false, true}) {
                Run run = prepare(new Case(layer, 9, false, false, 1), true, noted);
                Map<String, float[]> clean = run.outputs();
                Runs.input(run.plan(), "x").floats().put((2 * 9 + 4) * FEATURES, Float.NaN);
                float[] found = run.outputs().get("sequence");
                for (int i = 0; i < found.length; i++) {
                    int example = i / (9 * 8);
                    int step = i / 8 % 9;
                    if (example == 2 && step >= 4) {
                        assertTrue(Float.isNaN(found[i]), layer.describe() + " at " + i);
                    } else {
                        assertEquals(clean.get("sequence")[i], found[i], 0, layer.describe() + " at " + i);
                    }
                }
            }
        }
    }

    static Stream<RecurrentSpec> masked() {
        return Stream.of(
                Layers.lstm(8),
                Layers.lstm(8).returnState(true),
                Layers.lstm(8).goBackwards(true).returnState(true),
                Layers.gru(8).returnState(true),
                Layers.gru(8).resetAfter(false),
                Layers.simpleRNN(8),
                Layers.lstm(8).activation(ActivationFunction.RELU).returnState(true));
    }

    /** Padding may be anything: no number, or one that is huge. Gradients do not see it either, where the layer is one op. */
    @ParameterizedTest
    @MethodSource("masked")
    void whatLiesInMaskedStepsDoesNotMatter(RecurrentSpec layer) {
        for (boolean whole : new boolean[] {true, false}) {
            for (boolean states : new boolean[] {false, true}) {
                Case masked = new Case(layer, 9, states, true, 1);
                Run training = prepare(masked, whole, true);
                Run run = training.count(Recurrence.class) == 1 ? training : prepare(masked, whole, false);
                Map<String, float[]> clean = run.outputs();
                for (float padding : new float[] {1e9f, -1e30f, Float.NEGATIVE_INFINITY, Float.NaN}) {
                    FloatBuffer x = Runs.input(run.plan(), "x").floats();
                    for (int i = 0; i < x.capacity(); i++) {
                        int step = i / FEATURES;
                        if (MASKS[step / 9].charAt(step % 9) == '0') {
                            x.put(i, padding);
                        }
                    }
                    run.outputs()
                            .forEach((name, numbers) ->
                                    assertArrayEquals(clean.get(name), numbers, 0, name + " beside " + padding));
                }
            }
        }
    }

    private static long count(Program program, Class<?> op) {
        return program.instructions().stream()
                .filter(instruction -> op.isInstance(instruction.op()))
                .count();
    }

    private static Reading read(RecurrentSpec layer, LayerContext context, List<Var> inputs, boolean whole) {
        return whole
                ? RecurrentLayers.read(layer, context, inputs)
                : RecurrentLayers.readStepByStep(layer, context, inputs);
    }

    private static Recurrence recurrence(Program program) {
        return program.instructions().stream()
                .filter(instruction -> instruction.op() instanceof Recurrence)
                .map(instruction -> (Recurrence) instruction.op())
                .findFirst()
                .orElseThrow();
    }

    private static Run prepare(Case layer, boolean whole, boolean training) {
        RecurrentSpec spec = layer.layer();
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(layer.batch(), layer.time(), FEATURES));
        Optional<Var> mask = layer.masked()
                ? Optional.of(trace.input("mask", ArrayType.float32(layer.batch(), layer.time())))
                : Optional.empty();
        TracedContext context =
                new TracedContext(trace, spec, TensorType.floats(layer.time(), FEATURES), mask, training);
        List<Var> inputs = new ArrayList<>(List.of(x));
        if (layer.states()) {
            spec.stateNames()
                    .forEach(state -> inputs.add(trace.input(state, ArrayType.float32(layer.batch(), spec.units()))));
        }
        Reading reading = read(spec, context, inputs, whole);
        int states = spec.returnState() ? spec.stateNames().size() : 1;
        Map<String, Var> made = ReadingResults.show(trace, reading, states);
        if (training) {
            ReadingResults.differentiate(trace, spec, context, inputs, made);
        }
        Program program = Passes.optimize(trace.finish());
        Verifier.verify(program);
        Plan plan = Plan.prepare(program, Bindings.none(), KernelProviders.standard(), layer.threads());
        fill(plan);
        return new Run(program, plan);
    }

    private static void fill(Plan plan) {
        Random random = new Random(4);
        plan.program().values(Value.Kind.INPUT).forEach(input -> {
            float[] numbers = new float[input.type().elements()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = input.label().equals("mask")
                        ? MASKS[i / 9].charAt(i % 9) - '0'
                        : (float) random.nextGaussian() * 0.5f;
            }
            Runs.input(plan, input.label()).write(numbers);
        });
    }
}
