package dev.plumb.graph.shape;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether two sizes are equal. An expression of sums, multiples and rounded quotients over one name repeats itself: after a
 * period it has grown by a constant. So it is enough to look at one period of the difference, and at whether its growth meets 0.
 */
final class DimComparison {
    /** Longer periods than any strides and pool sizes make; beyond, the answer is left to run time. */
    private static final long LONGEST_PERIOD = 100_000;

    private DimComparison() {}

    static Dim.Comparison of(Dim a, Dim b) {
        try {
            return exact(a, b);
        } catch (SizeLimitException beyond) {
            return Dim.Comparison.UNKNOWN; // numbers that no model has: decided when the names have sizes
        }
    }

    private static Dim.Comparison exact(Dim a, Dim b) {
        if (a.equals(b)) {
            return Dim.Comparison.EQUAL;
        }
        if (a.isKnown() && b.isKnown()) {
            return Dim.Comparison.DIFFERENT;
        }
        Set<String> names = new TreeSet<>(a.names());
        names.addAll(b.names());
        OptionalLong left = period(a);
        OptionalLong right = period(b);
        if (names.size() > 1 || left.isEmpty() || right.isEmpty()) {
            return Dim.Comparison.UNKNOWN;
        }
        long period = ExactSize.times(left.getAsLong(), right.getAsLong());
        return period > LONGEST_PERIOD
                ? Dim.Comparison.UNKNOWN
                : overOnePeriod(a, b, names.iterator().next(), period);
    }

    private static Dim.Comparison overOnePeriod(Dim a, Dim b, String name, long period) {
        boolean always = true;
        boolean sometimes = false;
        for (long n = 1; n <= period; n++) {
            long difference = difference(a, b, name, n);
            long growth = difference(a, b, name, n + period) - difference;
            always &= difference == 0 && growth == 0;
            sometimes |= difference == 0
                    || (growth != 0 && difference % growth == 0 && Long.signum(difference) != Long.signum(growth));
        }
        return always ? Dim.Comparison.EQUAL : sometimes ? Dim.Comparison.UNKNOWN : Dim.Comparison.DIFFERENT;
    }

    private static long difference(Dim a, Dim b, String name, long n) {
        Map<String, Long> sizes = Map.of(name, n);
        return a.bind(sizes).size() - b.bind(sizes).size();
    }

    /** After how many steps of its name an expression repeats itself, but for a constant; empty if it does not. */
    private static OptionalLong period(Dim dim) {
        if (dim instanceof Dim.Linear linear) {
            return OptionalLong.of(linear.divisor());
        }
        if (!(dim instanceof Dim.Compound compound)) {
            return OptionalLong.of(1);
        }
        OptionalLong left = period(compound.left());
        OptionalLong right = period(compound.right());
        if (left.isEmpty() || right.isEmpty()) {
            return OptionalLong.empty();
        }
        long both = ExactSize.times(left.getAsLong(), right.getAsLong());
        return switch (compound.operator()) {
            case PLUS -> OptionalLong.of(both);
            case TIMES -> compound.right().isKnown() ? left : OptionalLong.empty();
            case DIVIDED_BY ->
                OptionalLong.of(ExactSize.times(both, compound.right().size()));
            case BROADCAST -> OptionalLong.empty();
        };
    }
}
