package dev.plumb.samples.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.runtime.MatchReport;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.MovedWeights;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.transfer.Transfer.Accuracies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TransferTest {
    private static final long SEED = TransferSample.SEED;

    private final Transfer transfer = new Transfer(TransferSample.digits(SEED), SEED);

    /** Seen: 0.61 and 0.64 against 0.57, with other seeds 0.61 and 0.65 against 0.55, 0.64 and 0.66 against 0.57. */
    @Test
    void whatIsKnownOfFiveDigitsHelpsWithTheOthers(@TempDir Path folder) {
        BackboneModel backbone = transfer.pretrained(Verbosity.SILENT);
        double known = transfer.accuracy(backbone);
        assertTrue(known > 0.75, "five classes: " + known);
        Path file = folder.resolve("backbone.plumb");
        backbone.save(file);
        Accuracies mean = TransferSample.mean(TransferSample::digits, file, 2);
        assertTrue(mean.head() > mean.fromScratch(), mean::toString);
        assertTrue(mean.tuned() > mean.fromScratch() + 0.03, mean::toString);
        assertTrue(mean.tuned() > mean.head() - 0.02, mean::toString);
    }

    @Test
    void whatIsFrozenDoesNotMove(@TempDir Path folder) {
        BackboneModel backbone = BackboneModel.create(SEED);
        Path file = folder.resolve("backbone.plumb");
        backbone.save(file);
        NewClassesModel model = NewClassesModel.create(7);
        MatchReport report = Transfer.take(model, file);
        assertEquals(List.of("classes"), report.leftOver());
        assertEquals(List.of(), report.skipped());
        Map<String, INDArray> taken = model.network().weights();
        assertEquals(
                backbone.network().weight("features/1/conv1/kernel"), taken.get("backbone/features/1/conv1/kernel"));

        transfer.trainHead(model);
        assertEquals(Set.of("classes"), moved(taken, model.network()));

        Map<String, INDArray> before = model.network().weights();
        transfer.fineTune(model);
        assertEquals(Set.of("classes", "backbone/features/1"), moved(before, model.network()));
    }

    /** Where weights, moving statistics among them, are not the same bits as before: the head, or a stage of the backbone. */
    private static Set<String> moved(Map<String, INDArray> before, Network network) {
        return MovedWeights.of(before, network).stream()
                .map(weight -> weight.replaceAll("(backbone/features/[0-9]|[a-z]+).*", "$1"))
                .collect(Collectors.toSet());
    }

    @Test
    void aBackboneTakesImagesOfAnySize() {
        BackboneModel backbone = BackboneModel.create(1);
        for (int side : new int[] {8, 13, 28}) {
            assertEquals(
                    1, backbone.predict(Nd4j.rand(1, side, side, 1)).sumNumber().doubleValue(), 1e-5);
        }
    }

    @Test
    void fiveOfEachOtherClassAreCalledZeroToFour() {
        LabelledImages images = new LabelledImages(
                1,
                1,
                IntStream.range(0, 120).mapToObj(i -> new float[] {i}).toList(),
                IntStream.range(0, 120).mapToObj(i -> i % 10).toList());
        ClassHalves parts = ClassHalves.of(images, images, 1);
        assertEquals(60, parts.many().size());
        assertEquals(25, parts.few().size());
        for (int i = 0; i < 25; i++) {
            assertEquals(parts.few().classes().get(i) + 5, parts.few().pixels().get(i)[0] % 10);
        }
    }
}
