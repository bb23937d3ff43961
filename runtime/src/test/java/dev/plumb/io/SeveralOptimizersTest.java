package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.EagerOptimizer;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Phase;
import dev.plumb.train.Adam;
import dev.plumb.train.Lamb;
import dev.plumb.train.SGD;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of more optimizers than one is read with the care of that of one. */
final class SeveralOptimizersTest {
    private static final int MUTANTS = 500;

    @TempDir
    Path folder;

    private static final class Line extends EagerModel<Var, Var> {
        private final EagerLayer dense;

        Line(int units) {
            super(1);
            dense = layer("dense", Layers.dense(units));
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return dense.call(context, x);
        }
    }

    private static List<EagerOptimizer> optimizers(Line model) {
        return List.of(
                model.optimizer(Adam.of(0.01)),
                model.optimizer(SGD.of(0.01).momentum(0.9)),
                model.optimizer(Lamb.of(0.01).movingAverage(0.9)));
    }

    private static EagerOptimizer[] array(List<EagerOptimizer> optimizers) {
        return optimizers.toArray(EagerOptimizer[]::new);
    }

    /** Each optimizer takes four steps. */
    private static void train(Line model, List<EagerOptimizer> optimizers) {
        for (int step = 0; step < 12; step++) {
            try (GradientTape tape = model.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var output = model.call(context, context.floats(new float[] {1, 2, 3, 4}, 2, 2));
                optimizers.get(step % 3).step(tape, output.square().mean());
            }
        }
    }

    private Path saved(int units) {
        Path file = folder.resolve("line.plumb");
        Line model = new Line(units);
        List<EagerOptimizer> optimizers = optimizers(model);
        train(model, optimizers);
        model.save(file, array(optimizers));
        return file;
    }

    @Test
    void eachMutantIsRefusedOrHasTheSameEffect() throws IOException {
        ZipMutant foreign = ZipMutant.of(saved(4));
        Path file = saved(3);
        Line expected = new Line(3);
        List<EagerOptimizer> goOn = optimizers(expected);
        expected.load(file, array(goOn));
        train(expected, goOn);
        ArchiveMutator mutator = new ArchiveMutator(
                ZipMutant.of(file), foreign, 1, List.of("optimizers.json"), List.of("optimizers.safetensors"));
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            ArchiveMutator.Mutant mutant = mutator.next();
            if (mutant.what().contains("missed") || mutant.what().contains("iteration")) {
                continue; // another count of steps, which could have been saved
            }
            mutant.zip().write(file);
            String what = "mutant " + i + ", " + mutant.what();
            Line model = new Line(3);
            List<EagerOptimizer> optimizers = optimizers(model);
            try {
                model.load(file, array(optimizers));
                train(model, optimizers);
                assertEquals(expected.weights(), model.weights(), what);
            } catch (UncheckedIOException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                boolean named = message.contains("the entry '")
                        || Arrays.stream(ArchiveEntry.values()).anyMatch(entry -> message.contains(entry.toString()));
                assertTrue(e.getCause() instanceof FormatException && named, what + ": " + e);
            } catch (IllegalArgumentException e) {
                refused++;
                assertTrue(e.getMessage().startsWith(file + " holds the state of "), what + ": " + e);
            } catch (RuntimeException | Error e) {
                fail(what, e);
            }
        }
        assertTrue(refused > MUTANTS / 3, "refused " + refused);
    }
}
