package dev.plumb.ops.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.pass.Verifier;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.fixtures.Agreement;
import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loop computes what its steps do one after the other, and so do its gradients and theirs. */
final class LoopTest {
    private static final int STEPS = 4;
    private static final int ROWS = 3;
    private static final int UNITS = 5;

    /** What a step makes of states, slices and things from outside. */
    private interface Body {
        /** The new states, then what is kept. */
        List<Var> step(List<Var> states, List<Var> slices, List<Var> outer);
    }

    /** Steps of different forms, of two states, two stacked operands and three operands from outside: a matrix, a vector, a mask. */
    private enum Form implements Body {
        PRODUCTS {
            @Override
            public List<Var> step(List<Var> s, List<Var> x, List<Var> o) {
                Var h = s.get(0).matmul(o.get(0)).plus(x.get(0)).plus(o.get(1)).tanh();
                Var c = s.get(1).times(h.logistic()).plus(x.get(1));
                return List.of(h, c, h, c.times(h));
            }
        },
        /** Gradients of what comes from outside that are no products: summed up on the way. */
        BY_ELEMENT {
            @Override
            public List<Var> step(List<Var> s, List<Var> x, List<Var> o) {
                Var h = o.get(2).times(s.get(0)).plus(o.get(1).times(x.get(0)));
                return List.of(
                        h.tanh(),
                        s.get(1).times(o.get(1).exp()).times(0.5f),
                        h,
                        x.get(1).times(h));
            }
        },
        /** The parts of a matrix and of a product, as gates are. */
        PARTS {
            @Override
            public List<Var> step(List<Var> s, List<Var> x, List<Var> o) {
                Var left = s.get(0).matmul(o.get(0).slice(1, 0, 2));
                Var right = s.get(1).times(o.get(2)).matmul(o.get(0).slice(1, 2, 3), false, false);
                Var h = left.concatenate(1, right).plus(x.get(0)).tanh();
                return List.of(
                        h,
                        h.matmul(o.get(0), false, true).times(0.1f),
                        s.get(0),
                        s.get(1).sum(1));
            }
        },
        /** States that change places, one kept as it comes, results that are operands and constants. */
        MOVES {
            @Override
            public List<Var> step(List<Var> s, List<Var> x, List<Var> o) {
                return List.of(
                        s.get(1), s.get(0).plus(x.get(0)), x.get(1), x.get(0).fillLike(3));
            }
        },
        /** A state that stays, and a matrix that is made of what stays. */
        STAYING {
            @Override
            public List<Var> step(List<Var> s, List<Var> x, List<Var> o) {
                Var both = o.get(0).times(o.get(1)).exp().times(0.2f);
                return List.of(
                        s.get(0),
                        s.get(1).matmul(both).plus(s.get(0)),
                        o.get(2),
                        s.get(1).plus(x.get(0)));
            }
        },
        /** A mask chooses rows, and the last axis is turned over. */
        CHOICE {
            @Override
            public List<Var> step(List<Var> s, List<Var> x, List<Var> o) {
                Var h = s.get(0)
                        .reverse(1)
                        .plus(x.get(0))
                        .where(o.get(2).slice(1, 0, 1).greater(0), s.get(0));
                return List.of(h, s.get(1).plus(h.max(1).reshape(ROWS, 1)).softmax(1), h, h.sum());
            }
        }
    }

    private static List<Var> unrolled(
            Body body, List<Var> states, List<Var> stacked, List<Var> outer, boolean reverse) {
        List<Var> now = states;
        List<List<Var>> kept = new ArrayList<>();
        for (int done = 0; done < STEPS; done++) {
            int index = reverse ? STEPS - 1 - done : done;
            List<Var> made = body.step(
                    now, stacked.stream().map(stack -> stack.get(0, index)).toList(), outer);
            now = made.subList(0, states.size());
            kept.add(reverse ? 0 : done, made.subList(states.size(), made.size()));
        }
        List<Var> results = new ArrayList<>(now);
        for (int i = 0; i < kept.get(0).size(); i++) {
            int at = i;
            results.add(Var.stack(0, kept.stream().map(each -> each.get(at)).toList()));
        }
        return results;
    }

    private static List<Var> looped(Body body, List<Var> states, List<Var> stacked, List<Var> outer, boolean reverse) {
        Recorder recorder = states.get(0).recorder();
        BodyTrace trace = new BodyTrace(
                recorder,
                states.stream().map(Var::type).toList(),
                stacked.stream().map(stack -> stack.get(0, 0).type()).toList());
        List<Var> own = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            own.add(trace.state(i));
        }
        List<Var> slices = new ArrayList<>();
        for (int i = 0; i < stacked.size(); i++) {
            slices.add(trace.slice(i));
        }
        List<Var> made = body.step(own, slices, outer);
        LoopBody step = trace.finish(made.subList(0, states.size()), made.subList(states.size(), made.size()));
        List<Var> operands = new ArrayList<>(states);
        operands.addAll(stacked);
        operands.addAll(trace.captured());
        return recorder.record(new Loop(step, STEPS, reverse), operands);
    }

    private static Map<String, float[]> run(Body body, boolean reverse, boolean loop, boolean optimized) {
        Trace trace = new Trace();
        ArrayType state = ArrayType.float32(ROWS, UNITS);
        ArrayType stack = ArrayType.float32(STEPS, ROWS, UNITS);
        Map<String, Var> operands = new LinkedHashMap<>();
        operands.put("h", trace.input("h", state));
        operands.put("c", trace.input("c", state));
        operands.put("x", trace.input("x", stack));
        operands.put("y", trace.input("y", stack));
        operands.put("matrix", trace.input("matrix", ArrayType.float32(UNITS, UNITS)));
        operands.put("vector", trace.input("vector", ArrayType.float32(UNITS)));
        operands.put("mask", trace.input("mask", state));
        List<Var> all = List.copyOf(operands.values());
        List<Var> results = loop
                ? looped(body, all.subList(0, 2), all.subList(2, 4), all.subList(4, 7), reverse)
                : unrolled(body, all.subList(0, 2), all.subList(2, 4), all.subList(4, 7), reverse);
        Map<String, Var> outputs = new LinkedHashMap<>();
        Var total = trace.constant(0);
        for (int i = 0; i < results.size(); i++) {
            outputs.put("result " + i, results.get(i));
            Var weights = trace.range(results.get(i).type().elements())
                    .sin()
                    .times(0.1f)
                    .reshape(results.get(i).shape());
            total = total.plus(results.get(i).times(weights).sum());
        }
        List<Var> gradients = Gradients.of(total, all);
        Var norm = trace.constant(0);
        int index = 0;
        for (String name : operands.keySet()) {
            outputs.put("gradient of " + name, gradients.get(index));
            norm = norm.plus(gradients.get(index++).square().sum());
        }
        List<Var> seconds = Gradients.of(norm, all);
        index = 0;
        for (String name : operands.keySet()) {
            outputs.put("second gradient of " + name, seconds.get(index++));
        }
        outputs.forEach(trace::output);
        Program program = optimized ? Passes.optimize(trace.finish()) : trace.finish();
        Verifier.verify(program);
        assertEquals(loop, program.instructions().stream().anyMatch(instruction -> instruction.op() instanceof Loop));
        Plan plan = Runs.prepare(program, Bindings.none());
        int seed = 1;
        for (Map.Entry<String, Var> operand : operands.entrySet()) {
            float[] numbers = Runs.random(seed++, operand.getValue().shape().toArray(Integer[]::new))
                    .numbers();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] *= 0.5f; // so that rounding errors do not grow from step to step
            }
            Runs.input(plan, operand.getKey()).write(numbers);
        }
        plan.run();
        plan.run();
        Map<String, float[]> found = new LinkedHashMap<>();
        outputs.keySet().forEach(name -> found.put(name, Runs.output(plan, name).toFloats()));
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void isWhatItsStepsAre(Form form) {
        for (boolean reverse : new boolean[] {false, true}) {
            Map<String, float[]> expected = run(form, reverse, false, true);
            for (boolean optimized : new boolean[] {true, false}) {
                Map<String, float[]> actual = run(form, reverse, true, optimized);
                expected.forEach((name, numbers) -> Agreement.assertAgrees(numbers, actual.get(name), name));
            }
        }
    }

    /** A step that has a loop in it, which reads what is outside of both. */
    @Test
    void aLoopMayBeInALoop() {
        Body inner = Form.PRODUCTS;
        Body outerLoop = (s, x, o) -> {
            Var stack = Var.stack(0, List.of(x.get(0), x.get(1), s.get(0), s.get(1)));
            List<Var> made = looped(inner, s, List.of(stack, stack.times(0.5f)), o, false);
            return List.of(made.get(0), made.get(1), made.get(2), made.get(3));
        };
        Body laidOut = (s, x, o) -> {
            Var stack = Var.stack(0, List.of(x.get(0), x.get(1), s.get(0), s.get(1)));
            List<Var> made = unrolled(inner, s, List.of(stack, stack.times(0.5f)), o, false);
            return List.of(made.get(0), made.get(1), made.get(2), made.get(3));
        };
        Map<String, float[]> expected = run(laidOut, false, false, true);
        Map<String, float[]> actual = run(outerLoop, false, true, true);
        expected.forEach((name, numbers) -> Agreement.assertAgrees(numbers, actual.get(name), name));
    }

    /** The gradient of a kernel in the recurrent form is one product behind the loop, and nothing is summed up in it. */
    @Test
    void gradientsOfKernelsAreOneProduct() {
        Trace trace = new Trace();
        Var h = trace.input("h", ArrayType.float32(ROWS, UNITS));
        Var x = trace.input("x", ArrayType.float32(STEPS, ROWS, UNITS));
        Var kernel = trace.input("kernel", ArrayType.float32(UNITS, UNITS));
        Var bias = trace.input("bias", ArrayType.float32(UNITS));
        List<Var> results = looped(
                (s, slices, outer) -> List.of(
                        s.get(0).matmul(kernel).plus(slices.get(0)).plus(bias).tanh()),
                List.of(h),
                List.of(x),
                List.of(),
                false);
        List<Var> gradients = Gradients.of(results.get(0).sum(), List.of(kernel, bias));
        trace.output("kernel", gradients.get(0));
        trace.output("bias", gradients.get(1));
        Program program = Passes.optimize(trace.finish());
        List<Loop> loops = loops(program);
        assertEquals(2, loops.size());
        assertEquals(
                List.of(1, 1), loops.stream().map(loop -> loop.body().states()).toList());
        assertTrue(program.toString().contains("MatMul"), program::toString);
    }

    private static List<Loop> loops(Program program) {
        return program.instructions().stream()
                .flatMap(instruction -> instruction.op() instanceof Loop loop ? Stream.of(loop) : Stream.empty())
                .toList();
    }

    /** What nobody reads is not kept. */
    @Test
    void onlyWhatIsReadIsStacked() {
        Trace trace = new Trace();
        Var h = trace.input("h", ArrayType.float32(ROWS, UNITS));
        Var x = trace.input("x", ArrayType.float32(STEPS, ROWS, UNITS));
        List<Var> results = looped(
                (s, slices, outer) -> {
                    Var next = s.get(0).plus(slices.get(0));
                    return List.of(next, next, next.exp(), s.get(0));
                },
                List.of(h),
                List.of(x),
                List.of(),
                false);
        trace.output("exp", results.get(2));
        Loop loop = loops(Passes.optimize(trace.finish())).get(0);
        assertEquals(1, loop.body().stacked().size());
    }

    @Test
    void equalLoopsAreOne() {
        Trace trace = new Trace();
        Var h = trace.input("h", ArrayType.float32(ROWS, UNITS));
        Var x = trace.input("x", ArrayType.float32(STEPS, ROWS, UNITS));
        for (int again = 0; again < 2; again++) {
            Body body = (s, slices, outer) -> List.of(s.get(0).plus(slices.get(0)));
            trace.output(
                    "result " + again,
                    looped(body, List.of(h), List.of(x), List.of(), false).get(0));
        }
        assertEquals(1, loops(Passes.optimize(trace.finish())).size());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Trace trace = new Trace();
        Var h = trace.input("h", ArrayType.float32(ROWS, UNITS));
        Var x = trace.input("x", ArrayType.float32(STEPS, ROWS, UNITS));
        Body grows = (s, slices, outer) -> List.of(s.get(0).concatenate(0, slices.get(0)));
        String grown = assertThrows(
                        IllegalArgumentException.class, () -> looped(grows, List.of(h), List.of(x), List.of(), false))
                .getMessage();
        assertTrue(grown.contains("state 0 is float32[3,5] and cannot become float32[6,5]"), grown);
        LoopBody body = new BodyTrace(trace, List.of(h.type()), List.of(h.type())).finish(List.of(h), List.of());
        String short_ = assertThrows(IllegalArgumentException.class, () -> new Loop(body, 7, false)
                        .infer(List.of(h.type(), x.type(), h.type())))
                .getMessage();
        assertTrue(short_.contains("Loop expects float32[7,3,5], got float32[4,3,5]"), short_);
        Var foreign = new Trace().input("foreign", h.type());
        assertThrows(
                IllegalArgumentException.class,
                () -> looped(
                        (s, slices, outer) -> List.of(s.get(0).plus(foreign)),
                        List.of(h),
                        List.of(x),
                        List.of(),
                        false));
        assertThrows(IllegalArgumentException.class, () -> new Loop(body, 0, false));
    }

    /** A plan frees what its loops have. */
    @Test
    void theSameBitsInEachRun() {
        Map<String, float[]> first = run(Form.PRODUCTS, false, true, true);
        run(Form.PRODUCTS, false, true, true)
                .forEach((name, numbers) -> assertArrayEquals(first.get(name), numbers, 0, name));
    }
}
