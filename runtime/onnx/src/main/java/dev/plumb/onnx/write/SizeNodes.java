package dev.plumb.onnx.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds sizes where they are needed, from the sizes of arrays that are there already: a size that varies is that of an axis of some array, or follows from one or two of them by a formula that holds
 * in all samples.
 */
final class SizeNodes {
    private static final int MOST_FACTORS = 3;
    private static final int LARGEST_DIVISOR = 8;

    private final Scope scope;
    private final Optional<SizeNodes> outer;
    private final Map<VaryingSize, Axis> axes = new HashMap<>();
    private final List<VaryingSize> order = new ArrayList<>();
    private final Map<List<VaryingSize>, String> shapes = new HashMap<>();

    private record Axis(String array, int axis) {}

    SizeNodes(Scope scope, Optional<SizeNodes> outer) {
        this.scope = scope;
        this.outer = outer;
    }

    /** Here is an array of this shape. */
    void learn(String array, List<VaryingSize> shape) {
        for (int axis = 0; axis < shape.size(); axis++) {
            VaryingSize size = shape.get(axis);
            if (!size.isKnown() && find(size).isEmpty()) {
                axes.put(size, new Axis(array, axis));
                order.add(size);
            }
        }
        if (shape.stream().anyMatch(size -> !size.isKnown()) && findShape(shape).isEmpty()) {
            shapes.put(List.copyOf(shape), array);
        }
    }

    private Optional<Axis> find(VaryingSize size) {
        Optional<Axis> around = outer.flatMap(scope -> scope.find(size));
        return around.isPresent() ? around : Optional.ofNullable(axes.get(size));
    }

    private Optional<String> findShape(List<VaryingSize> shape) {
        Optional<String> around = outer.flatMap(scope -> scope.findShape(shape));
        return around.isPresent() ? around : Optional.ofNullable(shapes.get(shape));
    }

    /** Sizes that arrays have, the inputs' first. */
    private List<VaryingSize> seen() {
        List<VaryingSize> seen = new ArrayList<>(outer.map(SizeNodes::seen).orElse(List.of()));
        seen.addAll(order);
        return seen;
    }

    /** A list of one whole number. */
    String size(VaryingSize size) {
        if (size.isKnown()) {
            return scope.longs(size.known());
        }
        return sum(size)
                .or(() -> rounded(size))
                .or(() -> sums(size))
                .orElseThrow(() -> new IllegalArgumentException("a size that is "
                        + size.samples().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " for the sizes of the inputs that were tried follows from none that is there"));
    }

    /** A list of all sizes of a shape. */
    String shape(List<VaryingSize> shape) {
        Optional<String> alike = findShape(shape);
        if (alike.isPresent()) {
            return scope.node("Shape", List.of(alike.get()));
        }
        List<String> parts = new ArrayList<>();
        List<Integer> known = new ArrayList<>();
        for (VaryingSize size : shape) {
            if (size.isKnown()) {
                known.add(size.known());
                continue;
            }
            if (!known.isEmpty()) {
                parts.add(scope.longs(known));
                known.clear();
            }
            parts.add(size(size));
        }
        if (!known.isEmpty() || parts.isEmpty()) {
            parts.add(scope.longs(known));
        }
        return parts.size() == 1 ? parts.get(0) : scope.node("Concat", parts, Attributes.number("axis", 0));
    }

    private Optional<String> axis(VaryingSize size) {
        return find(size)
                .map(axis -> scope.node(
                        "Shape",
                        List.of(axis.array()),
                        Attributes.number("start", axis.axis()),
                        Attributes.number("end", axis.axis() + 1L)));
    }

    /** A product of sizes and a factor, or that of one size with an offset; one of its factors may be one of these. */
    private Optional<String> sum(VaryingSize size) {
        Optional<String> known = axis(size);
        if (known.isPresent()) {
            return known;
        }
        List<VaryingSize> seen = seen();
        for (VaryingSize other : seen) {
            Optional<String> linear = linear(size, other);
            if (linear.isPresent()) {
                return linear;
            }
        }
        return product(size, seen, MOST_FACTORS);
    }

    private Optional<String> product(VaryingSize size, List<VaryingSize> seen, int factors) {
        for (VaryingSize factor : seen) {
            if (!isDivisible(size, factor)) {
                continue;
            }
            VaryingSize rest = size.with(factor, (a, b) -> a / b);
            Optional<String> found = rest.isKnown() ? Optional.of(scope.longs(rest.known())) : axis(rest);
            for (int index = 0; found.isEmpty() && index < seen.size(); index++) {
                found = linear(rest, seen.get(index));
            }
            if (found.isEmpty() && factors > 2) {
                found = product(rest, seen, factors - 1);
            }
            if (found.isPresent()) {
                return Optional.of(scope.node("Mul", List.of(axis(factor).orElseThrow(), found.get())));
            }
        }
        return Optional.empty();
    }

    private static boolean isDivisible(VaryingSize size, VaryingSize factor) {
        return IntStream.range(0, size.samples().size())
                .allMatch(
                        sample -> size.samples().get(sample) % factor.samples().get(sample) == 0);
    }

    /** {@code (scale * other + offset) / divisor} without a rest. */
    private Optional<String> linear(VaryingSize size, VaryingSize other) {
        int first = 0;
        int second = IntStream.range(1, other.samples().size())
                .filter(sample ->
                        !other.samples().get(sample).equals(other.samples().get(first)))
                .findFirst()
                .orElse(first);
        int run = other.samples().get(second) - other.samples().get(first);
        int rise = size.samples().get(second) - size.samples().get(first);
        if (run == 0 || rise == 0) {
            return Optional.empty();
        }
        int common = java.math.BigInteger.valueOf(run)
                .gcd(java.math.BigInteger.valueOf(rise))
                .intValue();
        int divisor = Math.abs(run) / common;
        int scale = Integer.signum(run) * rise / common;
        int offset = divisor * size.known() - scale * other.known();
        boolean fits = divisor <= LARGEST_DIVISOR
                && size.with(other, (a, b) -> divisor * a - scale * b).is(offset);
        return fits ? Optional.of(formula(other, scale, offset, divisor)) : Optional.empty();
    }

    /** {@code floor((scale * other + offset) / divisor)}. */
    private Optional<String> rounded(VaryingSize size) {
        for (VaryingSize other : seen()) {
            for (int divisor = 2; divisor <= LARGEST_DIVISOR; divisor++) {
                for (int offset = -LARGEST_DIVISOR * 2; offset <= LARGEST_DIVISOR * 2; offset++) {
                    int by = divisor;
                    int plus = offset;
                    if (size.with(other, (a, b) -> a - Math.floorDiv(b + plus, by))
                            .is(0)) {
                        return Optional.of(formula(other, 1, offset, divisor));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The sum or difference of two sizes, with an offset. */
    private Optional<String> sums(VaryingSize size) {
        List<VaryingSize> seen = seen();
        for (VaryingSize first : seen) {
            for (VaryingSize second : seen) {
                Optional<String> plus = combined("Add", size, first, second, (a, b) -> a + b);
                if (plus.isPresent()) {
                    return plus;
                }
                Optional<String> minus = combined("Sub", size, first, second, (a, b) -> a - b);
                if (minus.isPresent()) {
                    return minus;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> combined(
            String type, VaryingSize size, VaryingSize first, VaryingSize second, IntBinaryOperator function) {
        VaryingSize rest = size.with(first.with(second, function), (a, b) -> a - b);
        if (!rest.isKnown()) {
            return Optional.empty();
        }
        String both =
                scope.node(type, List.of(axis(first).orElseThrow(), axis(second).orElseThrow()));
        return Optional.of(rest.known() == 0 ? both : scope.node("Add", List.of(both, scope.longs(rest.known()))));
    }

    private String formula(VaryingSize other, int scale, int offset, int divisor) {
        String result = axis(other).orElseThrow();
        if (scale != 1) {
            result = scope.node("Mul", List.of(result, scope.longs(scale)));
        }
        if (offset != 0) {
            result = scope.node("Add", List.of(result, scope.longs(offset)));
        }
        return divisor == 1 ? result : scope.node("Div", List.of(result, scope.longs(divisor)));
    }
}
