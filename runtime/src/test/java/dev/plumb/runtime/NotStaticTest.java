package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.ops.Var;
import example.DecidingModels;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An eager model that cannot be a plan is told what decided, and where in its code. */
final class NotStaticTest {
    private static final INDArray X = Nd4j.ones(2, 3);
    private static final String CODE = "example.DecidingModels";

    private static List<String> refusal(EagerModel<?, ?> model) {
        String message =
                assertThrows(NotStaticException.class, () -> model.traced(X)).getMessage();
        List<String> lines = message.lines().toList();
        String first = "[plumb/eager-not-static] model '" + model.name() + "' cannot be traced into a plan: it ";
        assertTrue(lines.get(0).startsWith(first), message);
        assertEquals("  see     docs/eager-not-static.md", lines.get(lines.size() - 1));
        assertTrue(lines.get(lines.size() - 2).startsWith("  fix     "), message);
        return lines.stream().map(line -> line.replace(first, "")).toList();
    }

    @Test
    void theValueThatDecidedIsNamed() {
        List<String> halting = refusal(new DecidingModels.Halting());
        assertEquals(
                "asks for the numbers of a value, at " + CODE
                        + "$Halting.call(DecidingModels.java:27), and a plan is made" + " before there are any numbers",
                halting.get(0));
        assertEquals(
                "  value   float32[] of Reduce MEAN, made at " + CODE + "$Halting.call(DecidingModels.java:26)",
                halting.get(1));
        assertTrue(halting.get(2).contains("a.where(condition, b)"), halting.get(2));
        assertEquals(
                "  value   float32[2,3] of Binary ADD in Dense 'hidden', made at " + CODE
                        + "$Peeking.call(DecidingModels.java:41)",
                refusal(new DecidingModels.Peeking()).get(1));
        assertEquals(
                "  value   float32[2,3], the input 'x'",
                refusal(new DecidingModels.Looking()).get(1));
    }

    @Test
    void whatJavaDecidedIsNamed() {
        List<String> stochastic = refusal(new DecidingModels.Stochastic());
        assertEquals(
                "does not do the same each time that it is called with inputs of these sizes, so something in Java decides: a"
                        + " random number, a counter, a set without an order",
                stochastic.get(0));
        assertEquals(
                "  first   float32[3,3], the weight 'hidden/kernel' in Dense 'hidden', read at " + CODE
                        + "$Stochastic.call(DecidingModels.java:63)",
                stochastic.get(1));
        assertEquals(
                "  then    float32[2,3] of Elementwise TANH, made at " + CODE
                        + "$Stochastic.call(DecidingModels.java:65)",
                stochastic.get(2));
        List<String> alternating = refusal(new DecidingModels.Alternating());
        assertTrue(alternating.get(1).contains("'two/kernel'"), alternating.get(1));
        assertTrue(alternating.get(2).contains("'one/kernel'"), alternating.get(2));
    }

    @Test
    void twoOpsOfOneLineAreToldApart() {
        List<String> counting = refusal(new DecidingModels.Counting());
        assertTrue(
                counting.get(1).contains("DecidingModels.java:75): Elementwise[function=LINEAR, alpha=1.0"),
                counting.get(1));
        assertTrue(
                counting.get(2).contains("DecidingModels.java:75): Elementwise[function=LINEAR, alpha=2.0"),
                counting.get(2));
        List<String> swapping = refusal(new DecidingModels.Swapping());
        assertTrue(swapping.get(1).indexOf("TANH") < swapping.get(1).indexOf("EXP"), swapping.get(1));
        assertTrue(swapping.get(2).indexOf("EXP") < swapping.get(2).indexOf("TANH"), swapping.get(2));
    }

    @Test
    void aKeptValueIsNoOutput() {
        String first = refusal(new DecidingModels.Keeping()).get(0);
        assertEquals("gives %1: float32[2,3] as its output 'output', which is not of this call", first);
    }

    @Test
    void whatIsNoArrayIsNoInput() {
        EagerModel<int[], Var> words = new EagerModel<>() {
            @Override
            public Var call(EagerContext context, int[] ids) {
                return context.ints(ids);
            }
        };
        List<String> said = refusal(words);
        assertEquals("is called with int[], and what goes into a plan are arrays, which code sees as Var", said.get(0));
        assertTrue(
                said.get(1).startsWith("  fix     say how the one is made of the others: traced((context, inputs) ->"));
        EagerModel<Var, Object> text = new EagerModel<>() {
            @Override
            public Object call(EagerContext context, Var x) {
                return "text";
            }
        };
        assertEquals(
                "gives a String, and what comes out of a plan are arrays",
                refusal(text).get(0));
    }

    /** A pair of values, as a model's own type. */
    private record Pair(Var left, Var right) {}

    @Test
    void aFunctionMakesInputsAndOutputsOfValues() {
        EagerModel<Pair, Pair> swap = new EagerModel<>() {
            @Override
            public Pair call(EagerContext context, Pair pair) {
                return new Pair(pair.right().times(2), pair.left());
            }
        };
        refusal(swap);
        TracedModel traced = swap.traced(
                (context, in) -> {
                    Pair given = swap.call(context, new Pair(in.get(0), in.get(1)));
                    return List.of(given.left(), given.right());
                },
                List.of(X, X.mul(3)));
        List<INDArray> swapped = traced.predict(List.of(X, X.mul(3)));
        assertEquals(X.mul(6), swapped.get(0));
        assertEquals(X, swapped.get(1));
    }

    private static EagerModel<Var, Var> model(BiFunction<EagerContext, Var, Var> code) {
        return new EagerModel<>() {
            @Override
            public Var call(EagerContext context, Var x) {
                return code.apply(context, x);
            }
        };
    }

    @Test
    void outputsAreArraysOfFloats() {
        assertEquals(
                "  fix     reshape it, by expandDims(0)",
                refusal(model((context, x) -> x.mean())).get(1));
        List<String> classes = refusal(model((context, x) -> x.argMax(1)));
        assertTrue(classes.get(0).contains("and outputs of a plan are arrays of float32"), classes.get(0));
        assertEquals("  fix     cast it, by cast(DType.FLOAT32)", classes.get(1));
    }

    @Test
    void wholeNumbersThatAFloatDoesNotHoldAreNoConstants() {
        List<String> said = refusal(model((context, x) -> x.take(context.ints(new int[] {1 << 25}), 0)));
        assertTrue(said.get(0).startsWith("has the whole number 33554432 as a constant, at "), said.get(0));
    }

    @Test
    void aContextIsNotKept() {
        EagerContext[] kept = new EagerContext[1];
        Var[] value = new Var[1];
        EagerModel<Var, Var> keeping = model((context, x) -> {
            kept[0] = context;
            value[0] = x;
            return x.tanh();
        });
        keeping.traced(X);
        String message = assertThrows(IllegalStateException.class, () -> kept[0].constant(1))
                .getMessage();
        assertEquals(
                "this call was traced, which is over: its context and its values are not to be kept in a field",
                message);
        assertThrows(IllegalStateException.class, () -> value[0].tanh());
        assertThrows(IllegalStateException.class, () -> kept[0].numbers(value[0]));
        try (GradientTape tape = keeping.tape(Phase.INFERENCE)) {
            Var other = tape.context().floats(new float[] {1});
            EagerModel<Var, Var> mixing = model((context, x) -> x.plus(other));
            String mixed = assertThrows(IllegalArgumentException.class, () -> mixing.traced(X))
                    .getMessage();
            assertTrue(mixed.contains("belongs to another recorder"), mixed);
            EagerModel<Var, Var> reading = model((context, x) -> x.times(context.number(other)));
            mixed = assertThrows(IllegalArgumentException.class, () -> reading.traced(X))
                    .getMessage();
            assertTrue(mixed.contains("belongs to another tape"), mixed);
        }
    }

    /** Its flow depends on values from three examples on, so this many are refused, and fewer are not. */
    @Test
    void eachSizeIsTracedWhenItComes() {
        EagerModel<Var, Var> model =
                model((context, x) -> x.size(0) < 3 ? x.times(2) : x.times(context.number(x.sum())));
        TracedModel traced = model.traced(X);
        for (int i = 0; i < 50; i++) { // more often than predictions may go on at the same time
            assertThrows(NotStaticException.class, () -> traced.predict(Nd4j.ones(3, 3)));
        }
        assertEquals(X.mul(2), traced.predict(X));
        assertEquals(Nd4j.ones(1, 3).mul(2), traced.predict(Nd4j.ones(1, 3)));
    }

    @Test
    void examplesAreOfOneKind() {
        EagerModel<Var, Var> model = model((context, x) -> x);
        assertThrows(InputException.class, () -> model.traced(X, Nd4j.ones(2, 3, 4)));
        assertThrows(InputException.class, () -> model.traced(X, X.castTo(DataType.INT32)));
        assertThrows(InputException.class, () -> model.traced((INDArray) null));
        assertThrows(IllegalArgumentException.class, () -> model.traced(List.of(X, X)));
        BiFunction<EagerContext, List<Var>, List<Var>> call =
                (context, inputs) -> List.of(model.call(context, inputs.get(0)));
        assertThrows(InputException.class, () -> model.traced(call, List.of()));
        assertThrows(InputException.class, () -> model.traced(call, List.of(X), List.of(X, X)));
    }
}
