package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is advised where axes are not as expected: never what mixes up the numbers of an example. */
final class LayoutAdviceTest {
    private static final long[] PHOTO = {28, 32, 3};

    private static void assertAdvice(String advice, long[] expected, long... found) {
        assertEquals(advice, LayoutAdvice.of(expected, found));
    }

    @Test
    void channelsInFrontArePermuted() {
        assertAdvice("the channels are in front: permute(0, 2, 3, 1)", PHOTO, 60, 3, 28, 32);
        assertAdvice("the channels are in front: permute(0, 2, 3, 1)", new long[] {28, 28, 1}, 60, 1, 28, 28);
        assertAdvice("the channels are in front: permute(0, 2, 3, 4, 1)", new long[] {8, 8, 8, 2}, 60, 2, 8, 8, 8);
        assertAdvice(
                "one example: reshape to (1, 3, 28, 32); the channels are in front: permute(0, 2, 3, 1)",
                PHOTO,
                3,
                28,
                32);
    }

    @Test
    void anyOtherOrderThatIsTheOnlyOneIsPermutedToo() {
        assertAdvice("the axes are in another order: permute(0, 2, 1)", new long[] {5, 2}, 60, 2, 5);
        assertAdvice("the axes are in another order: permute(0, 2, 1, 3)", PHOTO, 60, 32, 28, 3);
        assertAdvice("the axes are in another order: permute(0, 3, 2, 1)", PHOTO, 60, 3, 32, 28);
        assertAdvice("the axes are in another order, which permute(…) changes", new long[] {28, 28, 3}, 60, 28, 3, 28);
    }

    @Test
    void examplesThatAreNotTheFirstAxisArePermuted() {
        assertAdvice("the examples are axis 3: permute(3, 0, 1, 2)", PHOTO, 28, 32, 3, 60);
        assertAdvice("the examples are axis 1: permute(1, 0)", new long[] {4}, 4, 60);
        assertAdvice("the examples are axis 1: permute(1, 0, 2)", new long[] {5, 2}, 5, 60, 2);
    }

    @Test
    void sizesThatAreNotKnownFitAny() {
        assertAdvice("the axes are in another order: permute(0, 2, 1)", new long[] {LayoutAdvice.ANY, 2}, 60, 2, 5);
        assertAdvice("", new long[] {LayoutAdvice.ANY, 2}, 60, 5, 3);
    }

    @Test
    void axesThatAreSplitOrJoinedAreReshaped() {
        assertAdvice("reshape to (60, 784)", new long[] {784}, 60, 28, 28);
        assertAdvice("reshape to (60, 28, 28, 1)", new long[] {28, 28, 1}, 60, 784);
        assertAdvice("reshape to (60, 28, 28, 1)", new long[] {28, 28, 1}, 60, 28, 28);
        assertAdvice("one example: reshape to (1, 4)", new long[] {4}, 4);
        assertAdvice("one example: reshape to (1, 28, 32, 3)", PHOTO, 28, 32, 3);
        assertAdvice("one example: reshape to (1, 28, 28, 1)", new long[] {28, 28, 1}, 28, 28);
    }

    @Test
    void flatPhotosHaveTwoLayouts() {
        assertAdvice(
                "reshape to (60, 28, 32, 3);"
                        + " if all numbers of a channel come together, reshape to (60, 3, 28, 32) and then permute(0, 2, 3, 1)",
                PHOTO,
                60,
                28 * 32 * 3);
    }

    @Test
    void nothingIsAdvisedThatOnlyHappensToHaveAsManyNumbers() {
        assertAdvice("", new long[] {6, 4}, 60, 3, 8);
        assertAdvice("", new long[] {6, 4}, 60, 8, 3);
        assertAdvice("", new long[] {7}, 60, 8);
        assertAdvice("", PHOTO, 60, 3, 28 * 32);
    }
}
