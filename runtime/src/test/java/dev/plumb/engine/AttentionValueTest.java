package dev.plumb.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.engine.pass.NarrowProducts;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionHeads.Packing;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Narrow;
import dev.plumb.ops.op.ScaledDotProductAttention;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attention of random sizes against the same in other ops: values and gradients, all at once and in tiles. oneDNN's products over strided
 * views are right for most sizes only, so many are tried.
 */
final class AttentionValueTest {
    private static final float EXCLUDED = -0.7f * Float.MAX_VALUE;

    static IntStream seeds() {
        return IntStream.range(0, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isThatOfOtherOps(int seed) {
        Random random = new Random(seed);
        int sharing = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
        int keyHeads = 1 + random.nextInt(4);
        Packing packing = List.of(Packing.values()).get(random.nextInt(3));
        AttentionHeads heads = new AttentionHeads(
                keyHeads * sharing, keyHeads, 1 + random.nextInt(18), 1 + random.nextInt(18), packing);
        int batch = 1 + random.nextInt(5);
        int queries = 1 + random.nextInt(40);
        int keys = packing == Packing.ALL ? queries : 1 + random.nextInt(40);
        int before = random.nextInt(3) == 0 ? random.nextInt(8) : AttentionMask.UNLIMITED;
        int after = random.nextInt(2) == 0 ? random.nextInt(3) : AttentionMask.UNLIMITED;
        boolean padded = random.nextInt(3) == 0;
        AttentionMask mask = new AttentionMask(before, after, padded, padded, random.nextInt(4) == 0, EXCLUDED);
        List<Array> operands = new ArrayList<>();
        for (int array = 0; array < heads.arrays(); array++) {
            operands.add(Runs.random(seed + array, batch, array == 0 ? queries : keys, heads.width(array)));
        }
        if (padded) {
            operands.add(valid(random, batch, keys));
            operands.add(valid(random, batch, queries));
        }
        if (mask.pairs()) {
            operands.add(valid(random, batch, queries, keys));
        }
        operands.add(Runs.random(seed + 9, batch, queries, heads.result().width()));
        Array[] given = operands.toArray(Array[]::new);
        Function<List<Var>, Var> others = x -> composed(heads, mask, x);
        for (int tile : new int[] {0, 1 + random.nextInt(20)}) {
            ScaledDotProductAttention op = new ScaledDotProductAttention(heads, 0.6f, mask, tile);
            Function<List<Var>, Var> one =
                    x -> x.get(0).apply(op, x.subList(1, op.operands()).toArray(Var[]::new));
            agree(Runs.run(others, given), Runs.run(one, given), op + " " + batch + ", " + queries + ", " + keys);
            for (int which = 0; which < heads.arrays(); which++) {
                agree(
                        Runs.run(gradient(others, which), given),
                        Runs.run(gradient(one, which), given),
                        "gradient " + which + " of " + op + " " + batch + ", " + queries + ", " + keys);
            }
        }
    }

    /** Whatever is rounded is off by 2^-8 at most; here only the weights and the gradients of scores are, the operands being of bfloat16. */
    @ParameterizedTest
    @MethodSource("seeds")
    void inBfloat16(int seed) {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
        Random random = new Random(seed);
        int keyHeads = 1 + random.nextInt(4);
        Packing packing = List.of(Packing.values()).get(random.nextInt(3));
        AttentionHeads heads = new AttentionHeads(
                keyHeads * (1 + random.nextInt(2)), keyHeads, 1 + random.nextInt(18), 1 + random.nextInt(18), packing);
        int batch = 1 + random.nextInt(3);
        int queries = 1 + random.nextInt(40);
        int keys = packing == Packing.ALL ? queries : 1 + random.nextInt(40);
        boolean padded = random.nextInt(2) == 0;
        AttentionMask mask = new AttentionMask(
                AttentionMask.UNLIMITED, random.nextInt(2) * AttentionMask.UNLIMITED, padded, padded, false, EXCLUDED);
        List<Array> operands = new ArrayList<>();
        for (int array = 0; array < heads.arrays(); array++) {
            operands.add(ofBfloat16(Runs.random(seed + array, batch, array == 0 ? queries : keys, heads.width(array))));
        }
        if (padded) {
            operands.add(valid(random, batch, keys));
            operands.add(valid(random, batch, queries));
        }
        operands.add(
                ofBfloat16(Runs.random(seed + 9, batch, queries, heads.result().width())));
        Array[] given = operands.toArray(Array[]::new);
        for (int tile : new int[] {0, 1 + random.nextInt(20)}) {
            ScaledDotProductAttention op = new ScaledDotProductAttention(heads, 0.6f, mask, tile);
            Function<List<Var>, Var> one =
                    x -> x.get(0).apply(op, x.subList(1, op.operands()).toArray(Var[]::new));
            near(Runs.run(one, given), narrow(one, given), op + " " + batch + ", " + queries + ", " + keys);
            for (int which = 0; which < heads.arrays(); which++) {
                near(
                        Runs.run(gradient(one, which), given),
                        narrow(gradient(one, which), given),
                        "gradient " + which + " of " + op + " " + batch + ", " + queries + ", " + keys);
            }
        }
    }

    private static float[] narrow(Function<List<Var>, Var> function, Array... operands) {
        Trace trace = new Trace();
        trace.output("result", function.apply(Runs.inputs(trace, operands)));
        Plan plan = Runs.plan(new NarrowProducts(index -> true).apply(trace.finish()), true, operands);
        assertTrue(plan.program().instructions().stream().anyMatch(instruction -> instruction.op() instanceof Narrow));
        plan.run();
        return Runs.output(plan, "result").toFloats();
    }

    private static void near(float[] expected, float[] found, String what) {
        float largest = 1;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], largest / 128, what + " at " + i);
        }
    }

    /** Numbers of 7 bits after the first. */
    private static Array ofBfloat16(Array array) {
        for (int i = 0; i < array.numbers().length; i++) {
            array.numbers()[i] = Float.intBitsToFloat(Float.floatToRawIntBits(array.numbers()[i]) & 0xffff0000);
        }
        return array;
    }

    private static Array valid(Random random, Integer... shape) {
        Array array = Runs.random(1, shape);
        for (int i = 0; i < array.numbers().length; i++) {
            array.numbers()[i] = random.nextInt(3) == 0 ? 0 : 1;
        }
        return array;
    }

    /** The last operand is the gradient that arrives. */
    private static Function<List<Var>, Var> gradient(Function<List<Var>, Var> function, int which) {
        return x -> Gradients.of(function.apply(x).times(x.get(x.size() - 1)).sum(), List.of(x.get(which)))
                .get(0);
    }

    private static void agree(float[] expected, float[] found, String what) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 2e-5f * Math.max(1, Math.abs(expected[i])), what + " at " + i);
        }
    }

    private static Var composed(AttentionHeads heads, AttentionMask mask, List<Var> x) {
        Var query = part(heads, heads.query(), heads.queryHeads(), x);
        Var key = part(heads, heads.key(), heads.keyValueHeads(), x);
        Var value = part(heads, heads.value(), heads.keyValueHeads(), x);
        int batch = query.size(0);
        int queries = query.size(2);
        int keys = key.size(2);
        float[] band = new float[queries * keys];
        for (int i = 0; i < band.length; i++) {
            long distance = i % keys - (long) (i / keys);
            band[i] = distance >= -(long) mask.before() && distance <= mask.after() ? 1 : 0;
        }
        Var allowed = query.recorder().constant(ArrayType.float32(1, 1, queries, keys), Literal.of(band));
        int next = heads.arrays();
        if (mask.keys()) {
            allowed = allowed.times(x.get(next++).reshape(batch, 1, 1, keys));
            allowed = allowed.times(x.get(next++).reshape(batch, 1, queries, 1));
        }
        if (mask.pairs()) {
            allowed = allowed.times(x.get(next).reshape(batch, 1, queries, keys));
        }
        Var scores = query.matmul(key, false, true).times(0.6f);
        return scores.times(allowed)
                .plus(allowed.linear(-EXCLUDED, EXCLUDED))
                .softmax(-1)
                .matmul(value)
                .transpose(0, 2, 1, 3)
                .reshape(batch, queries, heads.result().width());
    }

    private static Var part(AttentionHeads heads, AttentionHeads.Part part, int count, List<Var> x) {
        Var array = x.get(part.array());
        return array.slice(2, part.begin(), count * part.size())
                .reshape(array.size(0), array.size(1), count, part.size())
                .transpose(0, 2, 1, 3)
                .repeat(heads.queryHeads() / count, 1);
    }
}
