package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.RNNLayer;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.Value;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.Agreement;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Cells in code in a loop compute what they compute step by step; those whose steps are not alike are none. */
final class CellLoopTest {
    private static final int UNITS = 3;
    private static final int TIME = 6;
    private static final int FEATURES = 4;
    private static final String[] MASKS = {"110000", "000111", "101001", "000000", "111111"};

    private static CodeLayer cell(String signature, LayerCode.Several code) {
        return CodeBuilder.named("demo.Cell")
                .signature(signature)
                .code(values -> code)
                .with(Map.of());
    }

    private static Var weight(LayerContext context, String name, int rows, int columns) {
        return context.weight(name, List.of(rows, columns), Initializer.GLOROT_UNIFORM);
    }

    /** With one gate; what begins with a weight is the step's, too. */
    private static final CodeLayer GATED = cell("(d), (3) -> (3)", (context, in) -> {
        Var both = in.get(0).concatenate(1, in.get(1));
        Var gate = both.matmul(weight(context, "gate", both.size(1), UNITS)).sigmoid();
        Var scale = context.weight("scale", List.of(UNITS), Initializer.ONES);
        Var candidate = scale.pow(2).times(in.get(1)).plus(in.get(0).matmul(weight(context, "in", FEATURES, UNITS)));
        return List.of(in.get(1).plus(gate.times(candidate.tanh().minus(in.get(1)))));
    });

    /** Two states, and an output that is neither of them. */
    private static final CodeLayer WITH_OUTPUT =
            cell("x: (d), h: (3), m: (3, 2) -> output: (2), a: (3), b: (3, 2)", (context, in) -> {
                Var h = in.get(0)
                        .matmul(weight(context, "in", FEATURES, UNITS))
                        .plus(in.get(1).matmul(weight(context, "back", UNITS, UNITS)))
                        .tanh();
                Var memory = in.get(2).times(0.5f).plus(h.reshape(h.size(0), UNITS, 1));
                return List.of(memory.sum(1), h, memory);
            });

    /** All values of interest of a cell that is read over a sequence; empty if it cannot be in a loop. */
    private static Optional<Map<String, float[]>> run(
            CodeLayer cell, boolean backwards, boolean masked, boolean states, boolean training, boolean loop) {
        Trace trace = new Trace();
        RNNLayer spec = Layers.rnn(cell).goBackwards(backwards).returnState(true);
        Var x = trace.input("x", ArrayType.float32(MASKS.length, TIME, FEATURES));
        Optional<Var> mask =
                masked ? Optional.of(trace.input("mask", ArrayType.float32(MASKS.length, TIME))) : Optional.empty();
        TracedContext context = new TracedContext(trace, spec, TensorType.floats(TIME, FEATURES), mask, training);
        List<Var> inputs = new ArrayList<>(List.of(x));
        if (states) {
            inputs.add(trace.input("first", ArrayType.float32(MASKS.length, UNITS)));
            if (cell.outputNames().size() == 3) {
                inputs.add(trace.input("second", ArrayType.float32(MASKS.length, UNITS, 2)));
            }
        }
        Optional<Reading> read = loop
                ? CellLayers.readInLoop(spec, context, inputs)
                : Optional.of(CellLayers.readStepByStep(spec, context, inputs));
        return read.map(reading -> {
            Map<String, Var> made = new LinkedHashMap<>();
            made.put("sequence", reading.sequence());
            made.put("reversed", reading.reversedSequence());
            made.put("last", reading.last());
            for (int i = 0; i < reading.states().size(); i++) {
                made.put("state " + i, reading.states().get(i));
            }
            made.forEach(trace::output);
            if (training) {
                Var total = trace.constant(0);
                for (Var value : made.values()) {
                    total = total.plus(value.times(
                                    trace.range(value.type().elements()).sin().reshape(value.shape()))
                            .sum());
                }
                List<Var> wanted = new ArrayList<>(inputs);
                wanted.addAll(context.weights().values());
                List<Var> gradients = Gradients.of(total, wanted);
                for (int i = 0; i < gradients.size(); i++) {
                    trace.output("gradient " + i, gradients.get(i));
                }
            }
            return run(Passes.optimize(trace.finish()), loop ? (training ? 2 : 1) : 0);
        });
    }

    private static Map<String, float[]> run(Program program, int loops) {
        assertEquals(
                loops,
                program.instructions().stream()
                        .filter(instruction -> instruction.op() instanceof Loop)
                        .count());
        Plan plan = Runs.prepare(program, Bindings.none());
        Random random = new Random(3);
        program.values(Value.Kind.INPUT).forEach(input -> {
            float[] numbers = new float[input.type().elements()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = input.label().equals("mask")
                        ? MASKS[i / TIME].charAt(i % TIME) - '0'
                        : (float) random.nextGaussian() * 0.5f;
            }
            Runs.input(plan, input.label()).write(numbers);
        });
        plan.run();
        Map<String, float[]> found = new LinkedHashMap<>();
        program.outputs()
                .forEach(output -> found.put(
                        output.label(), Runs.output(plan, output.label()).toFloats()));
        return found;
    }

    @Test
    void isWhatTheStepsAre() {
        for (CodeLayer cell : List.of(GATED, WITH_OUTPUT)) {
            for (int options = 0; options < 16; options++) {
                boolean backwards = (options & 1) != 0;
                boolean masked = (options & 2) != 0;
                boolean states = (options & 4) != 0;
                boolean training = (options & 8) != 0;
                Map<String, float[]> expected =
                        run(cell, backwards, masked, states, training, false).orElseThrow();
                Map<String, float[]> actual =
                        run(cell, backwards, masked, states, training, true).orElseThrow();
                String how = cell.code().signature().text() + ", options " + options + ", ";
                expected.forEach((name, numbers) -> Agreement.assertAgrees(numbers, actual.get(name), how + name));
            }
        }
    }

    private static boolean isLoop(LayerCode.Several code) {
        return run(cell("(d), (4) -> (4)", code), false, false, false, true, true)
                .isPresent();
    }

    @Test
    void whatIsNotTheSameInEachStepIsNoLoop() {
        assertTrue(isLoop((context, in) -> List.of(in.get(0).plus(in.get(1)).tanh())));
        AtomicInteger calls = new AtomicInteger();
        LayerCode.Several counts =
                (context, in) -> List.of(in.get(0).plus(in.get(1)).times(calls.incrementAndGet()));
        LayerCode.Several draws = (context, in) -> List.of(
                in.get(0).plus(in.get(1)).plus(context.randomNormal(in.get(0).shape())));
        LayerCode.Several drops = (context, in) -> List.of(in.get(0)
                .plus(in.get(1))
                .times(context.dropoutMask(0.5, in.get(0).shape())));
        LayerCode.Several penalizes = (context, in) -> {
            context.addLoss(in.get(0).square().mean());
            return List.of(in.get(0).plus(in.get(1)));
        };
        LayerCode.Several ownGradient =
                (context, in) -> List.of(in.get(0).plus(in.get(1)).withGradient(gradient -> gradient.clip(-1, 1)));
        List<Var> before = new ArrayList<>();
        LayerCode.Several holds = (context, in) -> {
            before.add(in.get(0));
            return List.of(in.get(1).plus(before.get(0)));
        };
        for (LayerCode.Several single : List.of(counts, draws, drops, penalizes, ownGradient, holds)) {
            assertEquals(false, isLoop(single));
        }
    }
}
