package dev.plumb.graph.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ShapeTest {

    @Test
    void axesCountFromTheFrontAndFromTheEnd() {
        Shape shape = Shape.of(28, 27, 3);
        assertEquals(Dim.of(28), shape.dim(0));
        assertEquals(Dim.of(27), shape.dim(-2));
        assertEquals(Dim.of(3), shape.last());
        assertEquals(Shape.of(28, 27, 64), shape.with(-1, Dim.of(64)));
        assertEquals(Shape.of(1, 27, 3), shape.with(0, Dim.of(1)));
    }

    @Test
    void elementsAreTheProductOfTheSizes() {
        assertEquals(Dim.of(2268), Shape.of(28, 27, 3).elements());
        assertEquals(Dim.of(1), Shape.of().elements());
        assertEquals(Dim.named("time").times(8), Shape.parse("time", "8").elements());
    }

    @Test
    void sizesAreNumbersOnlyIfAllAreKnown() {
        assertTrue(Shape.of(2, 3).isKnown());
        assertArrayEquals(new long[] {2, 3}, Shape.of(2, 3).sizes());
        assertFalse(Shape.parse("time", "3").isKnown());
        assertThrows(IllegalStateException.class, () -> Shape.parse("time", "3").sizes());
    }

    @Test
    void aShapeIsPrintedAsInMessages() {
        assertEquals("(28, 28, 1)", Shape.of(28, 28, 1).toString());
        assertEquals("(time, 64)", Shape.parse("time", "64").toString());
        assertEquals("()", Shape.of().toString());
    }
}
