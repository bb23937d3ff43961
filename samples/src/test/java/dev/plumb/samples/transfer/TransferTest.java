package dev.plumb.samples.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.MatchReport;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.data.LabelledImages;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TransferTest {
    private static final long SEED = 42;

    private final ClassHalves halves = TransferSample.digits(SEED);
    private final Transfer transfer = new Transfer(halves, SEED, Verbosity.SILENT);

    @Test
    void whatIsKnownOfFiveDigitsHelpsWithTheOthers() throws IOException {
        BackboneModel backbone = transfer.pretrained();
        double known = transfer.accuracy(backbone);
        assertTrue(known > 0.75, "five classes: " + known);

        NewClassesModel model = transfer.untrained();
        MatchReport report = TransferSample.taken(model, backbone);
        assertEquals(List.of("classes"), report.leftOver());
        assertEquals(List.of(), report.skipped());
        Map<String, INDArray> taken = model.network().weights();
        assertEquals(
                backbone.network().weight("features/1/norm2/movingVariance"),
                taken.get("backbone/features/1/norm2/movingVariance"));

        transfer.trainHead(model);
        assertEquals(Set.of("classes"), movedTops(taken, model.network()));
        double head = transfer.accuracy(model);

        Map<String, INDArray> before = model.network().weights();
        transfer.fineTune(model);
        assertEquals(Set.of("classes", "backbone/features/1"), movedTops(before, model.network()));
        double tuned = transfer.accuracy(model);

        NewClassesModel scratch = transfer.untrained();
        transfer.trainFromScratch(scratch);
        double fromScratch = transfer.accuracy(scratch);

        String all = "head " + head + ", tuned " + tuned + ", from scratch " + fromScratch;
        assertTrue(head > fromScratch + 0.02, all);
        assertTrue(tuned > fromScratch + 0.02, all);
        assertTrue(tuned > head - 0.05, all);
    }

    /** Where weights, moving statistics among them, are not the same bits as before: the head, or a stage of the backbone. */
    private static Set<String> movedTops(Map<String, INDArray> before, Network network) {
        return network.weights().entrySet().stream()
                .filter(weight -> !Arrays.equals(
                        weight.getValue().ravel().toFloatVector(),
                        before.get(weight.getKey()).ravel().toFloatVector()))
                .map(weight -> weight.getKey().replaceAll("(backbone/features/[0-9]|[a-z]+).*", "$1"))
                .collect(Collectors.toSet());
    }

    @Test
    void aBackboneTakesImagesOfAnySize() {
        BackboneModel backbone = BackboneModel.create(1);
        for (int side : new int[] {8, 13, 28}) {
            assertEquals(1, backbone.predict(Nd4j.rand(1, side, side, 1)).sumNumber().doubleValue(), 1e-5);
        }
    }

    @Test
    void tenOfEachOtherClassAreCalledZeroToFour() {
        LabelledImages images = new LabelledImages(
                1, 1, IntStream.range(0, 120).mapToObj(i -> new float[] {i}).toList(), IntStream.range(0, 120)
                        .mapToObj(i -> i % 10)
                        .toList());
        ClassHalves parts = ClassHalves.of(images, images, 1);
        assertEquals(60, parts.many().size());
        assertEquals(50, parts.few().size());
        for (int i = 0; i < 50; i++) {
            assertEquals(parts.few().classes().get(i) + 5, parts.few().pixels().get(i)[0] % 10);
        }
    }
}
