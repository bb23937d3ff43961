package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.PostOp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrimitiveCacheTest {

    /** Two primitives fit, and the little that is known about each, but not three. */
    private final PrimitiveCache cache =
            new PrimitiveCache(5 * copy(1).description().primitiveBytes() / 2);

    @Test
    void equalDescriptionsShareOnePrimitive() {
        assertSame(cache.hold(copy(1)), cache.hold(copy(1)));
        assertEquals(1, cache.prepared());
    }

    @Test
    void aPrimitiveForOtherThreadsIsAnother() {
        PrimitiveCache.Key two = new PrimitiveCache.Key(copy(1).description(), 2, References.REFUSED);
        assertNotSame(cache.hold(copy(1)), cache.hold(two));
    }

    @Test
    void whatAPlanHoldsIsSharedHoweverMuchItIs() {
        List<Primitive> held =
                IntStream.range(1, 10).mapToObj(size -> cache.hold(copy(size))).toList();
        assertSame(held.get(0), cache.hold(copy(1)));
        assertEquals(9, cache.prepared());
    }

    @Test
    void ofWhatNobodyHoldsTheEldestIsDestroyed() {
        Primitive first = used(1);
        used(2);
        used(3);
        cache.hold(copy(4));
        assertThrows(IllegalStateException.class, first::hold);
    }

    @Test
    void whatWasUsedLastIsKept() {
        Primitive first = used(1);
        used(2);
        used(3);
        used(1);
        cache.hold(copy(4));
        assertSame(first, cache.hold(copy(1)));
        assertEquals(4, cache.prepared());
    }

    private Primitive used(long elements) {
        Primitive primitive = cache.hold(copy(elements));
        primitive.letGo();
        return primitive;
    }

    @Test
    void aReferenceImplementationIsRefusedUnlessItIsAskedFor() {
        // An operand with a number for each row of two axes, in the epilogue: oneDNN has no other code for that.
        Layout full = Layout.dense(300, 200);
        PostOps minusColumn =
                new PostOps(List.of(new PostOp.Combine(BinaryFunction.SUBTRACT)), List.of(Layout.dense(300, 1)));
        Description pair = new ElementKernels.Pair(BinaryFunction.ADD, full, full, full, minusColumn);
        assertThrows(Natives.UnsupportedPrimitive.class, () -> cache.hold(key(pair, References.REFUSED)));
        Primitive slow = cache.hold(key(pair, References.ACCEPTED));
        assertTrue(References.isReference(slow.implementation()), slow.implementation());
    }

    private static PrimitiveCache.Key key(Description description, References references) {
        return new PrimitiveCache.Key(description, 1, references);
    }

    private static PrimitiveCache.Key copy(long elements) {
        Layout layout = Layout.dense(elements);
        return key(new Reorder.Move(layout, layout), References.REFUSED);
    }
}
