package dev.plumb.graph.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Arithmetic on symbolic sizes says the same as arithmetic on the sizes that they stand for. */
final class DimTest {

    /** A symbolic size and, independently of it, the number that it should be for a value of the name. */
    private record Expression(Dim dim, LongUnaryOperator number) {}

    private enum Operation {
        PLUS,
        MINUS,
        TIMES,
        FLOOR,
        CEILING,
        PLUS_NAME
    }

    private record Operator(Operation operation, long amount) {
        Expression applied(Expression to) {
            Dim dim = to.dim();
            LongUnaryOperator number = to.number();
            return switch (operation) {
                case PLUS -> new Expression(dim.plus(amount), n -> number.applyAsLong(n) + amount);
                case MINUS -> new Expression(dim.plus(-amount), n -> number.applyAsLong(n) - amount);
                case TIMES -> new Expression(dim.times(amount), n -> number.applyAsLong(n) * amount);
                case FLOOR ->
                    new Expression(dim.floorDividedBy(amount), n -> Math.floorDiv(number.applyAsLong(n), amount));
                case CEILING ->
                    new Expression(dim.ceilingDividedBy(amount), n -> -Math.floorDiv(-number.applyAsLong(n), amount));
                case PLUS_NAME -> new Expression(dim.plus(Dim.named("n")), n -> number.applyAsLong(n) + n);
            };
        }
    }

    @Provide
    Arbitrary<Expression> expressions() {
        Arbitrary<List<Operator>> operators = Combinators.combine(
                        Arbitraries.of(Operation.values()), Arbitraries.longs().between(1, 4))
                .as(Operator::new)
                .list()
                .ofMaxSize(3);
        Arbitrary<Expression> starts = Arbitraries.of(
                new Expression(Dim.named("n"), n -> n),
                new Expression(Dim.named("n"), n -> n),
                new Expression(Dim.of(6), n -> 6));
        return Combinators.combine(starts, operators).as((start, steps) -> {
            Expression expression = start;
            for (Operator step : steps) {
                expression = step.applied(expression);
            }
            return expression;
        });
    }

    @Property
    void arithmeticIsThatOfNumbers(@ForAll("expressions") Expression expression) {
        for (long n = 1; n <= 30; n++) {
            assertEquals(
                    Dim.of(expression.number().applyAsLong(n)),
                    expression.dim().bind(Map.of("n", n)),
                    expression.dim() + " for n = " + n);
        }
    }

    @Property
    void aComparisonIsExactForOneName(@ForAll("expressions") Expression a, @ForAll("expressions") Expression b) {
        Dim.Comparison comparison = a.dim().compare(b.dim());
        assertEquals(comparison, b.dim().compare(a.dim()));
        boolean always = true;
        boolean never = true;
        for (long n = 1; n <= 30_000; n++) {
            boolean equal = a.number().applyAsLong(n) == b.number().applyAsLong(n);
            always &= equal;
            never &= !equal;
        }
        Dim.Comparison expected =
                always ? Dim.Comparison.EQUAL : never ? Dim.Comparison.DIFFERENT : Dim.Comparison.UNKNOWN;
        assertEquals(expected, comparison, a.dim() + " and " + b.dim());
    }

    @Property
    void broadcastingGivesTheSizeThatIsNotOne(
            @ForAll("expressions") Expression a, @ForAll("expressions") Expression b) {
        Dim broadcast = a.dim().broadcast(b.dim());
        for (long n = 1; n <= 30; n++) {
            long left = a.number().applyAsLong(n);
            long right = b.number().applyAsLong(n);
            if (left == right || left == 1 || right == 1) {
                assertEquals(Dim.of(left == 1 ? right : left), broadcast.bind(Map.of("n", n)), broadcast.toString());
            }
        }
    }

    @Property
    void multiplesAreKnownAsSuch(
            @ForAll("expressions") Expression expression, @ForAll @LongRange(min = 1, max = 12) long divisor) {
        boolean always = true;
        boolean never = true;
        for (long n = 1; n <= 30_000; n++) {
            boolean multiple = Math.floorMod(expression.number().applyAsLong(n), divisor) == 0;
            always &= multiple;
            never &= !multiple;
        }
        Dim.Comparison expected =
                always ? Dim.Comparison.EQUAL : never ? Dim.Comparison.DIFFERENT : Dim.Comparison.UNKNOWN;
        assertEquals(expected, expression.dim().divisibleBy(divisor), expression.dim() + " by " + divisor);
    }

    @Example
    void sizesOfSeveralNamesAreDecidedWhenTheNamesAre() {
        Dim sum = Dim.named("m").plus(Dim.named("n"));
        assertEquals(Dim.named("n").plus(Dim.named("m")), sum);
        assertEquals(Set.of("m", "n"), sum.names());
        assertEquals(Dim.of(7), sum.bind(Map.of("m", 3L, "n", 4L)));
        assertEquals(Dim.named("n").plus(3), sum.bind(Map.of("m", 3L)));
        Dim broadcast = Dim.named("n").broadcast(Dim.named("m"));
        assertEquals("broadcast(m, n)", broadcast.toString());
        assertEquals(Dim.of(4), broadcast.bind(Map.of("m", 1L, "n", 4L)));
        assertEquals(
                Dim.named("m").plus(1), Dim.named("n").broadcast(Dim.named("m").plus(1)));
    }

    @Example
    void twoNamesMayOrMayNotBeTheSame() {
        assertEquals(Dim.Comparison.UNKNOWN, Dim.named("n").compare(Dim.named("m")));
        assertEquals(Dim.Comparison.UNKNOWN, Dim.named("n").compare(Dim.of(3)));
        assertEquals(
                Dim.Comparison.DIFFERENT, Dim.named("n").compare(Dim.named("n").plus(1)));
        assertEquals(
                Dim.Comparison.UNKNOWN,
                Dim.named("n").compare(Dim.named("n").times(2).plus(-3)));
    }

    @Example
    void aSizeIsPrintedAsItWouldBeWritten() {
        Dim n = Dim.named("n");
        assertEquals("n", n.toString());
        assertEquals("2*n-1", n.times(2).plus(-1).toString());
        assertEquals("n/2", n.floorDividedBy(2).toString());
        assertEquals("(n-1)/2", n.plus(-3).floorDividedBy(2).plus(1).toString());
        assertEquals("n", n.times(4).floorDividedBy(4).toString());
        assertEquals("(n/2)*2", n.floorDividedBy(2).times(2).toString());
        assertEquals("m*n", n.times(Dim.named("m")).toString());
    }

    @Example
    void digitsAreASizeAndAnythingElseIsAName() {
        assertEquals(Dim.of(50), Dim.parse("50"));
        assertEquals(Dim.named("time"), Dim.parse("time"));
        assertEquals(Dim.named("-1"), Dim.parse("-1"));
        IllegalStateException symbolic = assertThrows(
                IllegalStateException.class, () -> Dim.named("time").size());
        assertEquals("the size 'time' is not known", symbolic.getMessage());
    }
}
