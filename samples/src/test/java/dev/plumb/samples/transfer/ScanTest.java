package dev.plumb.samples.transfer;

import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.digits.Digits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScanTest {
    @Test
    void scan() throws Exception {
        Digits digits = Digits.load();
        for (long seed = 1; seed <= 8; seed++) {
            ClassHalves halves = ClassHalves.of(digits.training(), digits.test(), 1000, 10, seed);
            Transfer transfer = new Transfer(halves, seed, Verbosity.SILENT);
            long t = System.nanoTime();
            BackboneModel backbone = transfer.pretrained(10);
            double first = transfer.accuracy(backbone);
            double time = (System.nanoTime() - t) / 1e9;
            Path file = Files.createTempFile("backbone", ".plumb");
            backbone.save(file);
            NewClassesModel model = transfer.untrained();
            var report = Transfer.take(model, file);
            if (seed == 1) System.out.print(report);
            transfer.trainHead(model);
            double head = transfer.accuracy(model);
            transfer.fineTune(model);
            double tuned = transfer.accuracy(model);
            double[] scratch = new double[3];
            double[] rates = {1e-3, 3e-3, 1e-2};
            for (int i = 0; i < 3; i++) {
                NewClassesModel other = transfer.untrained();
                transfer.trainFromScratch(other, rates[i]);
                scratch[i] = transfer.accuracy(other);
            }
            System.out.printf("%d pre %.3f (%.1f s) head %.3f tuned %.3f scratch %s all %.1f s%n", seed, first, time, head, tuned, java.util.Arrays.toString(scratch), (System.nanoTime() - t) / 1e9);
        }
    }
}
