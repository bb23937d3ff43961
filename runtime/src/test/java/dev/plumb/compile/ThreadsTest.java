package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Program;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final Graph WIDE =
            SequentialBuilder.named("Wide", 784).add(Layers.dense(512)).build();

    private static int threads(int batch, int limit) {
        Program program = PredictProgram.of(WIDE, batch).program();
        return Threads.of(program, batch, limit);
    }

    @Test
    void largeWorkIsDividedAmongAllCoresAndSmallWorkIsNot() {
        assertEquals(Threads.cores(), threads(128, Threads.BY_WORK));
        assertEquals(
                1,
                Threads.of(
                        PredictProgram.of(
                                        SequentialBuilder.named("Narrow", 8)
                                                .add(Layers.dense(8))
                                                .build(),
                                        128)
                                .program(),
                        Threads.BY_WORK));
    }

    @Test
    void aSmallPredictionLeavesTheOtherCoresToOthers() {
        Program small = PredictProgram.of(WIDE, 4).program();
        Program large = PredictProgram.of(WIDE, 2048).program();
        assertEquals(1, Threads.ofPrediction(small, 4, Threads.BY_WORK));
        assertEquals(Threads.cores(), Threads.ofPrediction(large, 2048, Threads.BY_WORK));
        assertEquals(3, Threads.ofPrediction(small, 4, 3));
    }

    @Test
    void oneExampleIsTheWorkOfOneThreadUnlessItIsLarge() {
        assertEquals(1, threads(1, Threads.BY_WORK));
        assertEquals(1, Threads.ofPrediction(PredictProgram.of(WIDE, 1).program(), 1, Threads.BY_WORK));
        assertEquals(1, ofImage(64)); // 75 million multiplications with additions
        assertEquals(Threads.cores(), ofImage(80)); // 118 million
    }

    /** 9 · (3 · 64 + 64 · 28) multiplications with additions for each pixel. */
    private static int ofImage(int side) {
        Graph image = SequentialBuilder.named("Image", side, side, 3)
                .add(Layers.conv2D(64, 3, 3).padding(Padding.SAME))
                .add(Layers.conv2D(28, 3, 3).padding(Padding.SAME))
                .build();
        return Threads.ofPrediction(PredictProgram.of(image, 1).program(), 1, Threads.BY_WORK);
    }

    @Test
    void anOpByItselfIsDividedWhereItIsWorthWakingOthers() {
        Threads threads = new Threads();
        Program small = PredictProgram.of(
                        SequentialBuilder.named("Middle", 64)
                                .add(Layers.dense(64))
                                .build(),
                        128)
                .program();
        Program large = PredictProgram.of(WIDE, 512).program();
        assertEquals(1, threads.ofOp(small));
        assertEquals(Threads.cores(), threads.ofOp(large));
        threads.choose(1);
        assertEquals(1, threads.ofOp(large));
    }

    @Test
    void whatTheUserSaysHolds() {
        assertEquals(3, threads(1, 3));
        assertEquals(3, threads(128, 3));
        Threads threads = new Threads();
        assertEquals(OptionalInt.empty(), threads.chosen());
        threads.choose(2);
        assertEquals(OptionalInt.of(2), threads.chosen());
        assertEquals(
                "threads must be from 1 to 1024, found 0; this process has "
                        + Runtime.getRuntime().availableProcessors() + " cores",
                assertThrows(IllegalArgumentException.class, () -> threads.choose(0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> threads.choose(2_000_000_000));
    }
}
