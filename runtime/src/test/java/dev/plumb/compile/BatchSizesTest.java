package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.layer.LayerCode;
import java.util.Map;
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
    void aModelOfDenseLayersReadsItsWeightsOnceAndOneOfConvolutionsDoesNot() {
        BatchSizes dense = BatchSizes.of(SequentialBuilder.named("Dense", 784)
                .add(Layers.dense(256))
                .add(Layers.batchNormalization())
                .add(Layers.dense(10))
                .build());
        assertEquals((784 * 257 + 256 * 11) / 4e3, dense.pass(), 0.5);
        assertEquals((784 * 256 + 2560) / 50e3, dense.example(), 1);
        assertEquals(16, dense.next(13));
        BatchSizes images = BatchSizes.of(SequentialBuilder.named("Images", 28, 28, 1)
                .add(Layers.conv2D(32, 3))
                .add(Layers.flatten())
                .add(Layers.dense(10))
                .build());
        assertEquals(8, images.next(13));
    }

    /** It may print what it gets, or draw random numbers. */
    @Test
    void nothingIsKnownOfALayerInCode() {
        assertEquals(
                BatchSizes.UNKNOWN,
                BatchSizes.of(SequentialBuilder.named("Code", 300)
                        .add(Layers.dense(300))
                        .add(CodeBuilder.named("demo.Own")
                                .signature("(d) -> (d)")
                                .code(values ->
                                        (LayerCode) (context, in) -> in.get(0).print("own"))
                                .with(Map.of()))
                        .build()));
    }
}
