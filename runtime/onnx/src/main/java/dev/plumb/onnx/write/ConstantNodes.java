package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Constants. Of those that vary with the sizes ONNX can say some: one number everywhere, numbers in equal steps, bands around a diagonal. */
final class ConstantNodes {
    private ConstantNodes() {}

    static String write(Scope scope, List<Literal> literals, List<VaryingSize> shape) {
        Literal first = literals.get(0);
        boolean isKnown = shape.stream().allMatch(VaryingSize::isKnown);
        if (isKnown && literals.stream().allMatch(first::equals)) {
            return first.isFill()
                    ? scope.fill(first.at(0), shape)
                    : scope.constant(Tensors.floats(
                            shape.stream().map(VaryingSize::known).toList(), numbers(first)));
        }
        if (literals.stream().allMatch(Literal::isFill)) {
            VaryingSize same = new VaryingSize(literals.stream()
                    .map(literal -> Float.floatToIntBits(literal.at(0)))
                    .toList());
            if (same.isKnown()) {
                return scope.fill(first.at(0), shape);
            }
            String number = number(
                    scope, literals.stream().map(literal -> literal.at(0)).toList());
            return scope.node("Expand", List.of(number, scope.sizes().shape(shape)));
        }
        return range(scope, literals, shape)
                .or(() -> band(scope, literals, shape))
                .orElseThrow(() -> new IllegalArgumentException("layer '" + scope.layer()
                        + "' has numbers of its own that depend on sizes which vary, in a way that"
                        + " ONNX cannot say: state these sizes"));
    }

    private static float[] numbers(Literal literal) {
        float[] numbers = new float[literal.size()];
        IntStream.range(0, numbers.length).forEach(index -> numbers[index] = literal.at(index));
        return numbers;
    }

    /**
     * A number that is one in each sample: a number, a size or one over a size.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static String number(Scope scope, List<Float> samples) {
        if (samples.stream().distinct().count() == 1) {
            return scope.constant(samples.get(0));
        }
        boolean isWhole = samples.stream().allMatch(value -> value == Math.rint(value));
        VaryingSize size = new VaryingSize(samples.stream()
                .map(value -> Math.round(isWhole ? value : 1 / value))
                .toList());
        boolean isReciprocal = !isWhole
                && IntStream.range(0, samples.size())
                        .allMatch(sample ->
                                samples.get(sample) == 1f / size.samples().get(sample));
        if (!isWhole && !isReciprocal) {
            throw new IllegalArgumentException(
                    "layer '" + scope.layer() + "' has a number that depends on sizes which vary: state these sizes");
        }
        String number = scope.node("Squeeze", List.of(scope.cast(scope.sizes().size(size), DType.FLOAT32)));
        return isWhole ? number : scope.node("Reciprocal", List.of(number));
    }

    /** {@code first + step * index} along one axis; all others have size 1. */
    private static Optional<String> range(Scope scope, List<Literal> literals, List<VaryingSize> shape) {
        List<Integer> axes = IntStream.range(0, shape.size())
                .filter(axis -> !shape.get(axis).is(1))
                .boxed()
                .toList();
        if (axes.size() != 1 || literals.stream().anyMatch(literal -> literal.size() < 2)) {
            return Optional.empty();
        }
        float step = literals.get(0).at(1) - literals.get(0).at(0);
        boolean fits = literals.stream().allMatch(literal -> IntStream.range(0, literal.size())
                .allMatch(index -> literal.at(index) == literal.at(0) + step * index));
        if (!fits) {
            return Optional.empty();
        }
        String range = scope.range(shape.get(axes.get(0)));
        if (step != 1) {
            range = scope.node("Mul", List.of(range, scope.constant(step)));
        }
        List<Float> firsts = literals.stream().map(literal -> literal.at(0)).toList();
        if (firsts.stream().anyMatch(first -> first != 0)) {
            range = scope.node("Add", List.of(range, number(scope, firsts)));
        }
        return Optional.of(shape.size() == 1 ? range : scope.reshape(range, shape));
    }

    /** 1 where a column is not too far before or behind its row, else 0, over the last two axes; all others have size 1. */
    private static Optional<String> band(Scope scope, List<Literal> literals, List<VaryingSize> shape) {
        int rank = shape.size();
        if (rank < 2 || shape.subList(0, rank - 2).stream().anyMatch(size -> !size.is(1))) {
            return Optional.empty();
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int sample = 0; sample < literals.size(); sample++) {
            int rows = shape.get(rank - 2).samples().get(sample);
            int columns = shape.get(rank - 1).samples().get(sample);
            Literal literal = literals.get(sample);
            int least = Integer.MAX_VALUE;
            int most = Integer.MIN_VALUE;
            for (int index = 0; index < literal.size(); index++) {
                if (literal.at(index) != 0) {
                    least = Math.min(least, index % columns - index / columns);
                    most = Math.max(most, index % columns - index / columns);
                }
            }
            for (int index = 0; index < literal.size(); index++) {
                int distance = index % columns - index / columns;
                if (literal.at(index) != (distance >= least && distance <= most ? 1 : 0)) {
                    return Optional.empty();
                }
            }
            before.add(least <= 1 - rows ? Integer.MIN_VALUE : least);
            after.add(most >= columns - 1 ? Integer.MAX_VALUE : most);
        }
        VaryingSize least = new VaryingSize(before);
        VaryingSize most = new VaryingSize(after);
        if (!least.isKnown() || !most.isKnown()) {
            return Optional.empty();
        }
        return Optional.of(scope.reshape(
                band(scope, shape.get(rank - 2), shape.get(rank - 1), least.known(), most.known()), shape));
    }

    /** The same for a distance from a row to a column; the least and the largest number stand for no limit. */
    static String band(Scope scope, VaryingSize rows, VaryingSize columns, int least, int most) {
        String row = scope.node("Unsqueeze", List.of(scope.range(rows), scope.longs(1)));
        String distance = scope.node("Sub", List.of(scope.range(columns), row));
        List<String> limits = new ArrayList<>();
        if (least != Integer.MIN_VALUE) {
            limits.add(scope.node("GreaterOrEqual", List.of(distance, scope.constant(least))));
        }
        if (most != Integer.MAX_VALUE) {
            limits.add(scope.node("LessOrEqual", List.of(distance, scope.constant(most))));
        }
        if (limits.isEmpty()) {
            limits.add(scope.node("Equal", List.of(distance, distance)));
        }
        return limits.stream()
                .map(limit -> scope.cast(limit, DType.FLOAT32))
                .reduce((left, right) -> scope.node("Mul", List.of(left, right)))
                .orElseThrow();
    }
}
