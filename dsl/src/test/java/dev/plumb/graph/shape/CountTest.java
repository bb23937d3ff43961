package dev.plumb.graph.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sums of products of sizes, known and not. */
final class CountTest {
    private static final Dim TIME = Dim.named("time");

    @Test
    void whatIsKnownIsANumberHoweverLarge() {
        assertEquals("1,024", Count.of(Shape.of(32, 32)).toString());
        BigInteger large =
                Count.of(Dim.LARGEST).times(Dim.LARGEST).times(Dim.LARGEST).value();
        assertEquals(BigInteger.ONE.shiftLeft(3 * 53), large);
        assertEquals("0", Count.NONE.toString());
        assertEquals(BigInteger.ZERO, Count.NONE.value());
        assertEquals(Count.NONE, Count.of(7).times(0));
    }

    @Test
    void whatGrowsWithAnAxisIsAFormula() {
        Count count = Count.of(new Shape(List.of(TIME, Dim.of(512))))
                .plus(Count.of(TIME).times(Count.of(TIME)).times(64))
                .plus(Count.of(1024));
        assertEquals("1,024 + 512*time + 64*time*time", count.toString());
        assertFalse(count.isKnown());
        assertThrows(IllegalStateException.class, count::value);
        assertEquals(
                BigInteger.valueOf(1024 + 5120 + 6400),
                count.bind(Map.of("time", 10L)).value());
        assertEquals(BigInteger.valueOf(1600), count.atOne());
    }

    @Test
    void likeTermsAreOneAndOthersStandAsTheyAre() {
        Count twice = Count.of(TIME.times(2).plus(-1)).plus(Count.of(TIME));
        assertEquals("-1 + 3*time", twice.toString());
        Count half = Count.of(TIME.plus(1).floorDividedBy(2)).times(8);
        assertEquals("8*((time+1)/2)", half.toString());
        assertEquals(BigInteger.valueOf(24), half.bind(Map.of("time", 5L)).value());
        assertEquals(Count.of(TIME).times(Count.of(half(3))), Count.of(half(3)).times(Count.of(TIME)));
    }

    private static Dim half(long more) {
        return Dim.named("width").plus(more).floorDividedBy(2);
    }
}
