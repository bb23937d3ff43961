package dev.plumb.graph.shape;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A number that may grow with symbolic axes: a sum of products of sizes, exact however large it is. Printed as {@code 1,024 + 65,536*time}.
 *
 * @param terms for each product of symbolic sizes, in the order of their texts, how often it is in the sum; the empty product is what is known
 */
public record Count(Map<List<Dim>, BigInteger> terms) {
    private static final Comparator<List<Dim>> SHORTEST_FIRST =
            Comparator.<List<Dim>>comparingInt(List::size).thenComparing(Object::toString);

    /** Nothing. */
    public static final Count NONE = new Count(Map.of());

    public Count {
        SortedMap<List<Dim>, BigInteger> sorted = new TreeMap<>(SHORTEST_FIRST);
        terms.forEach((product, factor) -> {
            if (factor.signum() != 0) {
                sorted.put(List.copyOf(product), factor);
            }
        });
        terms = Collections.unmodifiableSortedMap(sorted);
    }

    /** A known number. */
    public static Count of(long number) {
        return new Count(Map.of(List.of(), BigInteger.valueOf(number)));
    }

    /** A size. One that is a multiple of a name and something known is a sum, any other symbolic one is a factor as it stands. */
    public static Count of(Dim size) {
        if (size instanceof Dim.Known known) {
            return of(known.size());
        }
        if (size instanceof Dim.Linear linear && linear.divisor() == 1) {
            Count named = new Count(Map.of(List.of(Dim.named(linear.name())), BigInteger.valueOf(linear.scale())));
            return named.plus(of(linear.offset()));
        }
        return new Count(Map.of(List.of(size), BigInteger.ONE));
    }

    /** The number of elements of a shape. */
    public static Count of(Shape shape) {
        return ofProduct(shape.dims());
    }

    /** The product of sizes, 1 of none. */
    public static Count ofProduct(List<Dim> sizes) {
        Count product = of(1);
        for (Dim size : sizes) {
            product = product.times(of(size));
        }
        return product;
    }

    /** The sum of both. */
    public Count plus(Count other) {
        Map<List<Dim>, BigInteger> sum = new TreeMap<>(SHORTEST_FIRST);
        sum.putAll(terms);
        other.terms.forEach((product, factor) -> sum.merge(product, factor, BigInteger::add));
        return new Count(sum);
    }

    /** So many times this. */
    public Count times(long factor) {
        return times(of(factor));
    }

    /** The product of both. */
    public Count times(Count other) {
        Map<List<Dim>, BigInteger> products = new TreeMap<>(SHORTEST_FIRST);
        terms.forEach((left, factor) -> other.terms.forEach((right, otherFactor) -> {
            List<Dim> both = new ArrayList<>(left);
            both.addAll(right);
            both.sort(Comparator.comparing(Dim::toString));
            products.merge(both, factor.multiply(otherFactor), BigInteger::add);
        }));
        return new Count(products);
    }

    /** The same with numbers for some names. */
    public Count bind(Map<String, Long> sizes) {
        Count sum = NONE;
        for (Map.Entry<List<Dim>, BigInteger> term : terms.entrySet()) {
            Count product = ofProduct(
                    term.getKey().stream().map(size -> size.bind(sizes)).toList());
            sum = sum.plus(new Count(Map.of(List.of(), term.getValue())).times(product));
        }
        return sum;
    }

    /** Whether it depends on no name. */
    public boolean isKnown() {
        return terms.keySet().stream().allMatch(List::isEmpty);
    }

    /**
     * The number.
     *
     * @throws IllegalStateException if it depends on names
     */
    public BigInteger value() {
        if (!isKnown()) {
            throw new IllegalStateException("the number '" + this + "' is not known");
        }
        return terms.getOrDefault(List.of(), BigInteger.ZERO);
    }

    /** The number where each name stands for 1. */
    public BigInteger atOne() {
        return bind(names().stream().collect(Collectors.toMap(name -> name, name -> 1L)))
                .value();
    }

    /** The names that it depends on, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        terms.keySet().forEach(product -> product.forEach(size -> names.addAll(size.names())));
        return names;
    }

    @Override
    public String toString() {
        return terms.isEmpty()
                ? "0"
                : terms.entrySet().stream()
                        .map(term -> text(term.getKey(), term.getValue()))
                        .collect(Collectors.joining(" + "))
                        .replace("+ -", "- ");
    }

    private static String text(List<Dim> product, BigInteger factor) {
        String sizes = product.stream().map(Count::text).collect(Collectors.joining("*"));
        return product.isEmpty()
                ? String.format(Locale.ROOT, "%,d", factor)
                : factor.equals(BigInteger.ONE) ? sizes : String.format(Locale.ROOT, "%,d*%s", factor, sizes);
    }

    private static String text(Dim size) {
        return size instanceof Dim.Linear linear && linear.divisor() == 1 ? size.toString() : "(" + size + ")";
    }
}
