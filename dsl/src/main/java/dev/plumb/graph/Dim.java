package dev.plumb.graph;

import java.util.Objects;

/**
 * The size of one axis: known, or an expression over named sizes. Comparing two dims has three answers, see {@link #compare}.
 *
 * <p>Arithmetic stays exact while it is linear in one name, {@code floor((scale * name + offset) / divisor)}; anything beyond becomes
 * {@link Opaque}, which is equal only to itself. Sizes are at least 1, so every name stands for an integer of 1 or more.
 */
public sealed interface Dim {

    /** A size that is known. */
    record Known(long size) implements Dim {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /** {@code floor((scale * name + offset) / divisor)} with {@code scale} and {@code divisor} positive and in lowest terms. */
    record Linear(String name, long scale, long offset, long divisor) implements Dim {
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

    /** An expression that is not linear in one name, by its text. */
    record Opaque(String expression) implements Dim {
        @Override
        public String toString() {
            return expression;
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

    /** Reads {@code "50"} as a known size and anything else as a name. */
    static Dim parse(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit)
                ? new Known(Long.parseLong(text))
                : named(text);
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

    default Dim plus(long amount) {
        if (this instanceof Known known) {
            return new Known(Math.addExact(known.size(), amount));
        }
        if (amount == 0) {
            return this;
        }
        if (this instanceof Linear linear) {
            return linear(linear.name(), linear.scale(), linear.offset() + amount * linear.divisor(), linear.divisor());
        }
        return opaque(this, amount > 0 ? "+" : "-", Long.toString(Math.abs(amount)));
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
            return linear(a.name(), a.scale() + b.scale(), a.offset() + b.offset(), 1);
        }
        return opaque(this, "+", other.toString());
    }

    default Dim times(long factor) {
        if (this instanceof Known known) {
            return new Known(Math.multiplyExact(known.size(), factor));
        }
        if (factor == 1) {
            return this;
        }
        if (this instanceof Linear linear && linear.divisor() == 1 && factor > 0) {
            return linear(linear.name(), linear.scale() * factor, linear.offset() * factor, 1);
        }
        return opaque(this, "*", Long.toString(factor));
    }

    default Dim times(Dim other) {
        if (other instanceof Known known) {
            return times(known.size());
        }
        if (this instanceof Known known) {
            return other.times(known.size());
        }
        return opaque(this, "*", other.toString());
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
            return linear(linear.name(), linear.scale(), linear.offset(), linear.divisor() * divisor);
        }
        return opaque(this, "/", Long.toString(divisor));
    }

    /** The quotient rounded up, for a positive divisor. */
    default Dim ceilingDividedBy(long divisor) {
        return plus(divisor - 1).floorDividedBy(divisor);
    }

    /** Compares for all values of the names: never a guess. */
    default Comparison compare(Dim other) {
        if (equals(other)) {
            return Comparison.EQUAL;
        }
        if (this instanceof Known && other instanceof Known) {
            return Comparison.DIFFERENT;
        }
        if (this instanceof Linear a
                && other instanceof Linear b
                && Objects.equals(a.name(), b.name())
                && a.scale() == b.scale()
                && a.divisor() == 1
                && b.divisor() == 1) {
            return Comparison.DIFFERENT;
        }
        return Comparison.UNKNOWN;
    }

    private static Dim linear(String name, long scale, long offset, long divisor) {
        long common = gcd(gcd(scale, Math.abs(offset)), divisor);
        return new Linear(name, scale / common, offset / common, divisor / common);
    }

    private static Dim opaque(Dim left, String operator, String right) {
        String wrapped = right.chars().allMatch(Character::isLetterOrDigit) ? right : "(" + right + ")";
        String base = left.toString().chars().allMatch(Character::isLetterOrDigit) ? left.toString() : "(" + left + ")";
        return new Opaque(base + operator + wrapped);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
