package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** An archive that is not what was saved, though its checksums are right, is refused with file, entry and reason; or has the same effect. */
final class ArchiveMutantsTest {
    private static final int MUTANTS = 2_000;

    @TempDir
    Path folder;

    private static Graph graph(int units) {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire x = g.input("x", 3);
        Wire hidden = g.apply("hidden", Layers.dense(units).activation(ActivationFunction.RELU), x);
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire classes = g.apply("classes", Layers.dense(2).activation(ActivationFunction.SOFTMAX), normal);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    /** A model after four steps. */
    private static void save(Graph graph, Path file) {
        Network model = Network.create(graph, 42);
        model.trainer(Adam.of())
                .fit(
                        Dataset.of(
                                Structure.list(List.of("x")),
                                List.of(Nd4j.rand(16, 3)),
                                Structure.list(List.of("classes")),
                                List.of(Nd4j.createFromArray(0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1))),
                        Fit.epochs(4).batchSize(16).verbose(Verbosity.SILENT));
        model.save(file);
    }

    @Test
    void eachMutantIsRefusedOrHasTheSameEffect() throws IOException {
        Graph graph = graph(4);
        Path file = folder.resolve("model.plumb");
        save(graph(5), file);
        ZipMutant foreign = ZipMutant.of(file);
        save(graph, file);
        Network saved = Network.load(file, graph);
        ModelArchive archive = Archives.read(file);
        ArchiveMutator mutator = new ArchiveMutator(ZipMutant.of(file), foreign, 1);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            ArchiveMutator.Mutant mutant = mutator.next();
            mutant.zip().write(file);
            String what = "mutant " + i + ", " + mutant.what();
            try {
                ModelArchive found = Archives.read(file);
                assertSameEffect(saved, Network.load(file, graph), what);
                assertSameState(archive, found, what);
            } catch (FormatException e) {
                refused++;
                assertExplained(file, String.valueOf(e.getMessage()), what);
            } catch (IllegalArgumentException e) {
                refused++;
                assertTrue(e.getMessage().startsWith(file + " holds another architecture than "), what + ": " + e);
            } catch (RuntimeException | Error e) {
                fail(what, e);
            }
        }
        assertTrue(refused > MUTANTS / 2, "refused " + refused);
    }

    private static void assertSameEffect(Network expected, Network actual, String what) {
        assertEquals(expected.graph(), actual.graph(), what);
        assertEquals(expected.seed(), actual.seed(), what);
        expected.weights().forEach((path, weight) -> assertEquals(weight, actual.weight(path), what + ": " + path));
    }

    /** Hyperparameters are those of the optimizer that goes on. */
    private static void assertSameState(ModelArchive expected, ModelArchive actual, String what) {
        OptimizerState mine = expected.optimizer().orElseThrow();
        OptimizerState theirs = actual.optimizer().orElseThrow();
        assertEquals(mine.name(), theirs.name(), what);
        assertEquals(mine.iteration(), theirs.iteration(), what);
        assertEquals(mine.epoch(), theirs.epoch(), what);
        assertEquals(
                mine.slots().stream().sorted().toList(),
                theirs.slots().stream().sorted().toList(),
                what);
        for (TensorData array : expected.optimizerArrays()) {
            assertTrue(actual.optimizerArrays().contains(array), what + ": " + array.name());
        }
    }

    private static void assertExplained(Path file, String message, String what) {
        boolean entry = message.contains("the entry '")
                || Arrays.stream(ArchiveEntry.values()).anyMatch(known -> message.contains(known.toString()));
        assertTrue(message.startsWith("'" + file + "' ") && entry, what + ": " + message);
    }
}
