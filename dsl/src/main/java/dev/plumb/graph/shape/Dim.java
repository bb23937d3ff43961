package dev.plumb.graph.shape;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The size of one axis: known, or an expression over named sizes. Comparing two dims has three answers, see {@link #compare}.
 *
 * <p>What is linear in one name has one form, {@code floor((scale * name + offset) / divisor)}; anything beyond is a {@link Compound}
 * of its parts. Sizes are at least 1, so every name stands for an integer of 1 or more.
 *
 * <p>The arithmetic is exact: what leads beyond {@link #LARGEST} is a {@link SizeLimitException}, never another number.
 */
public sealed interface Dim {
    /** The largest number that sizes are calculated with, 2^53: doubles and JSON hold it exactly, too. */
    long LARGEST = 1L << 53;

    /** The largest size of one axis: attributes and arrays count in ints. */
    long LARGEST_AXIS = Integer.MAX_VALUE;

    /** With so many digits a number is surely below {@link #LARGEST}. */
    int MOST_DIGITS = 15;

    /** A size that is known. */
    record Known(long size) implements Dim {
        public Known {
            ExactSize.checked(size);
        }

        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /** {@code floor((scale * name + offset) / divisor)} with {@code scale} and {@code divisor} positive and without common factor. */
    record Linear(String name, long scale, long offset, long divisor) implements Dim {
        public Linear {
            ExactSize.checked(scale);
            ExactSize.checked(offset);
            ExactSize.checked(divisor);
        }

        /** Whether it is the size that its name stands for, and nothing made of that. */
        public boolean isName() {
            return scale == 1 && offset == 0 && divisor == 1;
        }

        /** Its size where its name has this one. */
        long at(long size) {
            return Math.floorDiv(ExactSize.plus(ExactSize.times(scale, size), offset), divisor);
        }

        @Override
        public String toString() {
            String scaled = scale == 1 ? name : scale + "*" + name;
            String sum = offset == 0 ? scaled : scaled + (offset > 0 ? "+" : "-") + Math.abs(offset);
            if (divisor == 1) {
                return sum;
            }
            return (offset == 0 ? sum : "(" + sum + ")") + "/" + divisor;
        }
    }

    /** An expression that is not linear in one name. */
    record Compound(Operator operator, Dim left, Dim right) implements Dim {
        @Override
        public String toString() {
            return operator == Operator.BROADCAST
                    ? "broadcast(" + left + ", " + right + ")"
                    : wrapped(left) + operator.symbol + wrapped(right);
        }

        private static String wrapped(Dim part) {
            String text = part.toString();
            return text.chars().allMatch(Character::isLetterOrDigit) ? text : "(" + text + ")";
        }
    }

    /** How a {@link Compound} is made of its parts. */
    enum Operator {
        PLUS("+"),
        TIMES("*"),
        /** Divided and rounded down. */
        DIVIDED_BY("/"),
        /** The larger of two sizes of which one may be 1. */
        BROADCAST("");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        private Dim apply(Dim left, Dim right) {
            return switch (this) {
                case PLUS -> left.plus(right);
                case TIMES -> left.times(right);
                case DIVIDED_BY -> left.floorDividedBy(right.size());
                case BROADCAST -> left.broadcast(right);
            };
        }
    }

    /** The three answers of a comparison. */
    enum Comparison {
        /** The same for every value of the names. */
        EQUAL,
        /** Different for every value of the names. */
        DIFFERENT,
        /** Depends on the names: checked at run time. */
        UNKNOWN
    }

    static Dim of(long size) {
        return new Known(size);
    }

    static Dim named(String name) {
        return new Linear(name, 1, 0, 1);
    }

    /** Reads {@code "50"} as a known size and anything else as a name, which a check may refuse: more digits than a size can have, too. */
    static Dim parse(String text) {
        return text.matches("[0-9]{1," + MOST_DIGITS + "}") ? new Known(Long.parseLong(text)) : named(text);
    }

    default boolean isKnown() {
        return this instanceof Known;
    }

    /**
     * The known size.
     *
     * @throws IllegalStateException if the size is symbolic
     */
    default long size() {
        if (this instanceof Known known) {
            return known.size();
        }
        throw new IllegalStateException("the size '" + this + "' is not known");
    }

    /** The names that it depends on, sorted. */
    default Set<String> names() {
        Set<String> names = new TreeSet<>();
        if (this instanceof Linear linear) {
            names.add(linear.name());
        } else if (this instanceof Compound compound) {
            names.addAll(compound.left().names());
            names.addAll(compound.right().names());
        }
        return names;
    }

    /** This size with numbers for some names; known, if all of its names have one. */
    default Dim bind(Map<String, Long> sizes) {
        if (this instanceof Linear linear) {
            Long size = sizes.get(linear.name());
            return size == null ? this : of(linear.at(size));
        }
        if (this instanceof Compound compound) {
            return compound.operator()
                    .apply(compound.left().bind(sizes), compound.right().bind(sizes));
        }
        return this;
    }

    default Dim plus(long amount) {
        if (this instanceof Known known) {
            return new Known(ExactSize.plus(known.size(), amount));
        }
        if (amount == 0) {
            return this;
        }
        if (this instanceof Linear linear) {
            long offset = ExactSize.plus(linear.offset(), ExactSize.times(amount, linear.divisor()));
            return linear(linear.name(), linear.scale(), offset, linear.divisor());
        }
        return new Compound(Operator.PLUS, this, of(amount));
    }

    default Dim plus(Dim other) {
        if (other instanceof Known known) {
            return plus(known.size());
        }
        if (this instanceof Known known) {
            return other.plus(known.size());
        }
        if (this instanceof Linear a
                && other instanceof Linear b
                && a.name().equals(b.name())
                && a.divisor() == 1
                && b.divisor() == 1) {
            return linear(a.name(), ExactSize.plus(a.scale(), b.scale()), ExactSize.plus(a.offset(), b.offset()), 1);
        }
        return symmetric(Operator.PLUS, other);
    }

    default Dim times(long factor) {
        if (this instanceof Known known) {
            return new Known(ExactSize.times(known.size(), factor));
        }
        if (factor == 1) {
            return this;
        }
        if (this instanceof Linear linear && linear.divisor() == 1 && factor > 0) {
            return linear(
                    linear.name(),
                    ExactSize.times(linear.scale(), factor),
                    ExactSize.times(linear.offset(), factor),
                    1);
        }
        return new Compound(Operator.TIMES, this, of(factor));
    }

    default Dim times(Dim other) {
        if (other instanceof Known known) {
            return times(known.size());
        }
        if (this instanceof Known known) {
            return other.times(known.size());
        }
        return symmetric(Operator.TIMES, other);
    }

    /** The quotient rounded down, for a positive divisor. */
    default Dim floorDividedBy(long divisor) {
        if (this instanceof Known known) {
            return new Known(Math.floorDiv(known.size(), divisor));
        }
        if (divisor == 1) {
            return this;
        }
        if (this instanceof Linear linear) {
            return linear(linear.name(), linear.scale(), linear.offset(), ExactSize.times(linear.divisor(), divisor));
        }
        return new Compound(Operator.DIVIDED_BY, this, of(divisor));
    }

    /** The quotient rounded up, for a positive divisor. */
    default Dim ceilingDividedBy(long divisor) {
        return plus(divisor - 1).floorDividedBy(divisor);
    }

    /**
     * The size after broadcasting with another that is equal to it, or of which one is 1: whichever is not 1. Where it is not yet decided
     * which that is, the answer is an expression of both.
     */
    default Dim broadcast(Dim other) {
        Dim one = of(1);
        if (compare(other) == Comparison.EQUAL || other.equals(one)) {
            return this;
        }
        if (equals(one)) {
            return other;
        }
        if (isKnown() || compare(one) == Comparison.DIFFERENT) {
            return other.isKnown() ? other : this;
        }
        return other.compare(one) == Comparison.DIFFERENT ? other : symmetric(Operator.BROADCAST, other);
    }

    /** Compares for all values of the names: never a guess. Exact where both are quotients and sums over one name. */
    default Comparison compare(Dim other) {
        return DimComparison.of(this, other);
    }

    /** Whether it is this large for every value of its names, as far as that can be decided: it grows with its name. */
    default boolean isAtLeast(long minimum) {
        return this instanceof Known known
                ? known.size() >= minimum
                : this instanceof Linear linear
                        && bind(Map.of(linear.name(), 1L)).size() >= minimum;
    }

    /** Whether it is a multiple of a positive number: {@code EQUAL} always, {@code DIFFERENT} never. */
    default Comparison divisibleBy(long divisor) {
        return floorDividedBy(divisor).times(divisor).compare(this);
    }

    /** An expression in which the order of the parts does not matter. */
    private Dim symmetric(Operator operator, Dim other) {
        return toString().compareTo(other.toString()) <= 0
                ? new Compound(operator, this, other)
                : new Compound(operator, other, this);
    }

    /** In canonical form: a common factor of scale and divisor can be taken out, since the rest of the offset never reaches the next. */
    private static Dim linear(String name, long scale, long offset, long divisor) {
        long common = gcd(scale, divisor);
        return new Linear(name, scale / common, Math.floorDiv(offset, common), divisor / common);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
