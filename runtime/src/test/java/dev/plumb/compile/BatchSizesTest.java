package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchSizesTest {
    /** Of 784-256-128-10. */
    private static final BatchSizes DENSE = new BatchSizes(58, 5);

    /** Of a network of convolutions. */
    private static final BatchSizes IMAGES = new BatchSizes(50, 2_000);

    @Test
    void fewSizesDoForAllNumbersOfExamples() {
        Set<Integer> sizes = new TreeSet<>();
        for (int examples = 1; examples <= 64; examples++) {
            sizes.add(DENSE.next(examples));
        }
        assertEquals(Set.of(1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56, 64), sizes);
    }

    @Property
    void someMoreAreComputedOnlyWhereThatCostsLessThanAnotherPass(@ForAll @IntRange(min = 1, max = 128) int examples) {
        int size = DENSE.next(examples);
        assertTrue((size - examples) * DENSE.example() <= DENSE.pass(), examples + " by " + size);
        assertEquals(Integer.highestOneBit(examples), IMAGES.next(examples));
        assertEquals(Integer.highestOneBit(examples), BatchSizes.UNKNOWN.next(examples));
    }

    @Test
    void onlyWhatIsWorthAnotherThreadIsDividedAndWhatDividesEachKernelIsNot() {
        assertEquals(1, DENSE.parts(15, 2));
        assertEquals(2, DENSE.parts(16, 2));
        assertEquals(4, DENSE.parts(128, 4));
        assertEquals(1, IMAGES.parts(2, 2));
        assertEquals(1, BatchSizes.UNKNOWN.parts(64, 2));
        assertEquals(1, new BatchSizes(50, 6).parts(4, 4));
    }

    @Test
    void whoPrintsPrintsOnlyTheExamplesThatThereAre() {
        assertTrue(BatchSizes.of(program(false), 2).example() > 0);
        assertEquals(BatchSizes.UNKNOWN, BatchSizes.of(program(true), 2));
    }

    private static Program program(boolean isPrinting) {
        Trace trace = new Trace();
        Var sums =
                trace.input("x", ArrayType.float32(2, 300)).matmul(trace.weight("kernel", ArrayType.float32(300, 300)));
        trace.output("sums", isPrinting ? sums.print("sums") : sums);
        return trace.finish();
    }
}
