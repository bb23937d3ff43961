package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Operands of a concatenation that lie together in the result are made there; others are copied. */
final class ConcatenationsTest {

    /** A program over the inputs a and b. */
    private static Program program(ArrayType type, Consumer<Traced> body) {
        Trace trace = new Trace();
        body.accept(new Traced(trace, trace.input("a", type), trace.input("b", type)));
        return Passes.optimize(trace.finish());
    }

    private record Traced(Trace trace, Var a, Var b) {
        void output(String name, Var value) {
            trace.output(name, value);
        }
    }

    /** Runs it with and without places in results, and counts the copies of the former. */
    private static void assertCopies(int expected, Program program) {
        Plan plan = Runs.prepare(program, Bindings.none());
        Plan apart = Plan.prepareApart(program, Bindings.none(), KernelProviders.standard());
        for (Plan either : new Plan[] {plan, apart}) {
            for (String input : new String[] {"a", "b"}) {
                int elements = Runs.input(either, input).type().elements();
                Runs.input(either, input)
                        .write(Runs.random(input.hashCode(), elements).numbers());
            }
            either.run();
            either.run();
        }
        for (Program.Output output : program.outputs()) {
            assertArrayEquals(
                    Runs.output(apart, output.label()).toFloats(),
                    Runs.output(plan, output.label()).toFloats(),
                    output.label());
        }
        long copies = plan.kernels().stream()
                .filter(kernel -> kernel.label().startsWith("Concatenate"))
                .count();
        assertEquals(
                expected,
                copies,
                () -> plan.kernels().stream().map(Kernel::label).toList().toString());
    }

    @Test
    void thoseOfASingleExampleAreMadeInPlace() {
        assertCopies(
                0,
                program(
                        ArrayType.float32(1, 5),
                        in -> in.output(
                                "c", in.a().tanh().concatenate(1, in.b().exp()).square())));
    }

    @Test
    void thoseOfSeveralExamplesAreCopied() {
        assertCopies(
                2,
                program(
                        ArrayType.float32(3, 5),
                        in -> in.output("c", in.a().tanh().concatenate(1, in.b().exp()))));
    }

    @Test
    void examplesAfterExamplesAreMadeInPlace() {
        assertCopies(
                0,
                program(
                        ArrayType.float32(3, 5),
                        in -> in.output("c", in.a().tanh().concatenate(0, in.b().exp()))));
    }

    @Test
    void whatComesFromOutsideIsCopied() {
        assertCopies(
                1,
                program(
                        ArrayType.float32(1, 5),
                        in -> in.output("c", in.a().concatenate(1, in.b().exp()))));
    }

    @Test
    void hasOnePlaceToLive() {
        assertCopies(1, program(ArrayType.float32(1, 5), in -> {
            Var x = in.a().tanh();
            in.output("c", x.concatenate(1, x));
        }));
        assertCopies(1, program(ArrayType.float32(1, 5), in -> {
            Var x = in.a().tanh();
            in.output("c", x.concatenate(1, in.b().exp()));
            in.output("d", in.b().tanh().concatenate(1, x));
        }));
    }

    @Test
    void oneWithinAnotherIsMadeInPlace() {
        assertCopies(0, program(ArrayType.float32(1, 5), in -> {
            Var inner = in.a().tanh().concatenate(1, in.b().exp());
            Var outer = in.b().tanh().concatenate(1, inner);
            in.output("c", outer.square());
            in.output("d", inner.plus(1));
        }));
    }

    @Test
    void whatReadsAPartLaterFindsIt() {
        assertCopies(0, program(ArrayType.float32(1, 5), in -> {
            Var x = in.a().tanh();
            Var y = x.square().exp();
            Var c = y.concatenate(1, x);
            in.output("c", c.times(2).sum());
            in.output("d", x.plus(y).tanh());
            in.output("x", x);
        }));
    }

    @Test
    void whatIsAssignedIsCopied() {
        Trace trace = new Trace();
        ArrayType half = ArrayType.float32(3);
        Var weight = trace.weight("w", ArrayType.float32(6));
        Var a = trace.input("a", half);
        Var b = trace.input("b", half);
        Var joined = a.tanh().concatenate(0, b.tanh());
        trace.output("before", weight.plus(joined));
        trace.assign(weight, joined);
        assertCopies(2, Passes.optimize(trace.finish()));
    }

    @Test
    void whatIsBoundIsCopied() {
        Trace trace = new Trace();
        ArrayType half = ArrayType.float32(3);
        Var joined = trace.input("a", half)
                .tanh()
                .concatenate(0, trace.input("b", half).tanh());
        trace.output("c", joined);
        Storage place = Storage.ofFloats(6);
        Plan plan =
                Runs.prepare(Passes.optimize(trace.finish()), Bindings.none().output(joined, place, 0));
        Runs.input(plan, "a").write(1f, 2f, 3f);
        Runs.input(plan, "b").write(4f, 5f, 6f);
        plan.run();
        assertEquals((float) Math.tanh(6), place.floats().get(5), 1e-6f);
        assertEquals(4, plan.kernels().size());
    }
}
