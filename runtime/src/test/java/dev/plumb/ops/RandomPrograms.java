package dev.plumb.ops;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Programs of ops as {@code fixtures/programs.py} writes them: a step is a name and the numbers of the values it takes. */
final class RandomPrograms {

    static final Map<String, UnaryOperator<Var>> UNARY = Map.ofEntries(
            entry("tanh", Var::tanh),
            entry("sin", Var::sin),
            entry("cos", Var::cos),
            entry("erf", Var::erf),
            entry("sigmoid", Var::sigmoid),
            entry("softplus", Var::softplus),
            entry("softsign", Var::softsign),
            entry("square", Var::square),
            entry("negated", Var::negated),
            entry("expm1", Var::expm1),
            entry("cumulativeSum", x -> x.cumulativeSum(-1)),
            entry("cumulativeProduct", x -> x.cumulativeProduct(0)),
            entry("reverse", x -> x.reverse(0)),
            entry("roll", x -> x.roll(1, -1)),
            entry("softmax", x -> x.softmax(-1)),
            entry("logSoftmax", x -> x.logSoftmax(0)),
            entry("centred", x -> x.minus(x.mean(true, 0))),
            entry("scaled", x -> x.dividedBy(x.variance(true, -1).plus(0.1f).sqrt())),
            entry("logSumExp", x -> x.logSumExp(true, -1).plus(x.times(0))),
            entry("swapped", x -> x.swapAxes(0, 1).times(2).swapAxes(0, 1)),
            entry("gram", x -> Var.einsum("ik,jk,jl->il", x, x, x).dividedBy(4)),
            entry("tril", x -> x.tril(0)),
            entry("positivePart", x -> x.where(x.greater(0.5f), x.square())),
            entry("tiled", x -> x.tile(1, 2).stridedSlice(1, 0, 2 * x.size(1), 2)),
            entry("sorted", x -> x.sort(1)),
            entry("clipped", x -> x.clip(-0.4f, 0.6f)),
            entry("sizes", Var::abs),
            entry("logarithm", x -> x.square().plus(0.5f).log()),
            entry("log1p", x -> x.square().log1p()),
            entry("root", x -> x.square().plus(0.2f).sqrt()),
            entry("rsqrt", x -> x.square().plus(0.5f).rsqrt()),
            entry("exponential", x -> x.tanh().exp()),
            entry("reciprocal", x -> x.tanh().plus(1.5f).reciprocal()),
            entry("gelu", x -> x.gelu(false)),
            entry("swish", Var::swish),
            entry("mish", Var::mish),
            entry("largest", x -> x.minus(x.max(true, -1))),
            entry("multiplied", x -> x.plus(x.product(true, 0))),
            entry("normalized", x -> x.dividedBy(x.square().sum().plus(0.1f).sqrt())),
            entry("taken", x -> x.take(evenFirst(x), 0)),
            entry("scattered", x -> x.scatterAdd(evenFirst(x), 0, x.size(0))),
            entry(
                    "windows",
                    x -> x.pad(List.of(0, 1), List.of(0, 0), 0).windows(2, 1, 1).mean(2)),
            entry("repeated", x -> x.repeat(2, 0).slice(0, 0, x.size(0))),
            entry("moved", x -> x.roll(1, 1)),
            entry("stopped", x -> x.times(x.stopGradient())));

    static final Map<String, BinaryOperator<Var>> BINARY = Map.ofEntries(
            entry("plus", (a, b) -> a.plus(b)),
            entry("minus", (a, b) -> a.minus(b)),
            entry("times", (a, b) -> a.times(b)),
            entry("ratio", (a, b) -> a.dividedBy(b.square().plus(1))),
            entry("product", (a, b) -> a.matmul(b, false, true).matmul(a).dividedBy(4)),
            entry("power", (a, b) -> a.square().plus(1).pow(b.tanh())),
            entry("rows", (a, b) -> a.plus(b.get(0, 0))),
            entry("columns", (a, b) -> a.times(b.slice(1, 0, 1))),
            entry("joined", (a, b) -> a.concatenate(0, b).slice(0, 1, a.size(0))),
            entry("larger", (a, b) -> a.maximum(b)),
            entry("smaller", (a, b) -> a.minimum(b.times(0.5f))),
            entry("chosen", (a, b) -> a.where(b.greater(0.25f), b)),
            entry("stacked", (a, b) -> Var.stack(1, List.of(a, b.square())).sum(1)),
            entry(
                    "attention",
                    (a, b) -> Var.einsum("ik,jk->ij", a, b).softmax(-1).matmul(b)),
            entry("outer", (a, b) -> Var.einsum("ij,kl->ij", a, b).dividedBy(4)),
            entry("recurrence", (a, b) -> a.linearRecurrence(b.tanh(), 1)));

    /** Ids of rows: 0, 2, 4 … around the end. */
    private static Var evenFirst(Var x) {
        return x.recorder()
                .ids(IntStream.range(0, x.size(0))
                        .map(row -> 2 * row % x.size(0))
                        .toArray());
    }

    private RandomPrograms() {}

    static Var run(List<String> steps, List<Var> operands) {
        List<Var> values = new ArrayList<>(operands);
        for (String step : steps) {
            String[] words = step.split(" ", -1);
            int[] inputs =
                    Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
            values.add(
                    inputs.length == 1
                            ? UNARY.get(words[0]).apply(values.get(inputs[0]))
                            : BINARY.get(words[0]).apply(values.get(inputs[0]), values.get(inputs[1])));
        }
        return values.get(values.size() - 1);
    }
}
