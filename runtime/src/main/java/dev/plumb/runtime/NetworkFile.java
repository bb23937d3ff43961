package dev.plumb.runtime;

import dev.plumb.compile.CodeWeights;
import dev.plumb.engine.plan.Slot;
import dev.plumb.graph.Graph;
import dev.plumb.io.ArchiveReader;
import dev.plumb.io.FreezingState;
import dev.plumb.io.GraphDifference;
import dev.plumb.io.ModelArchive;
import dev.plumb.io.TensorData;
import dev.plumb.io.TensorData.ElementType;
import dev.plumb.weights.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a model goes into a file and comes out of it. Arrays are written from where they lie and read to where they belong: there is no
 * copy of them.
 */
record NetworkFile(
        Graph graph, long seed, FreezingState freezing, WeightStore weights, Optional<OptimizerMemory> optimizer) {

    /**
     * Reads a file that has to be of a graph, if one is given. The model then is of that graph: what may differ, such as losses or the
     * order of outputs, is as in the program and not as in the file.
     *
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     * @throws IllegalArgumentException if it holds another architecture
     */
    static NetworkFile read(Path file, Optional<Graph> expected) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            expected.flatMap(graph -> GraphDifference.first(graph, archive.graph()))
                    .ifPresent(difference -> {
                        throw new IllegalArgumentException(file + " holds another architecture than model '"
                                + expected.orElseThrow().name() + "': " + difference
                                + "; a variant is loaded by the variant that was saved, by variant(). … .load(file)");
                    });
            Graph graph = expected.isPresent() ? expected.get() : CodeWeights.runnable(wired(file, archive.graph()));
            WeightStore weights = WeightStore.zeros(graph);
            archive.readWeights(path -> weights.slot(path).bytes());
            Optional<OptimizerMemory> optimizer = Optional.empty();
            if (archive.optimizer().isPresent()) {
                OptimizerMemory memory =
                        OptimizerMemory.zeros(archive.optimizer().get(), weights);
                Map<String, Slot> places = memory.places();
                archive.readOptimizer(name -> places.get(name).bytes());
                optimizer = Optional.of(memory);
            }
            return new NetworkFile(graph, archive.seed(), archive.freezing(), weights, optimizer);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Graph wired(Path file, Graph graph) {
        if (LayerGraph.isWithoutWires(graph)) {
            throw new IllegalArgumentException(file + " holds the layers of the eager model '" + graph.name()
                    + "', and how they are wired only its code knows: make the model by its class, and load(file) into it;"
                    + " see docs/eager-not-static.md");
        }
        return graph;
    }

    /** Writes the file; see {@link Network#save}. */
    void write(Path file) {
        List<TensorData> arrays = new ArrayList<>();
        for (WeightStore.Entry entry : weights.entries()) {
            arrays.add(data(entry.path(), weights.slot(entry.path())));
        }
        List<TensorData> optimizerArrays = new ArrayList<>();
        optimizer.ifPresent(memory -> memory.places().forEach((name, slot) -> optimizerArrays.add(data(name, slot))));
        try {
            new ModelArchive(graph, seed, freezing, arrays, optimizer.map(OptimizerMemory::state), optimizerArrays)
                    .write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** An array where it lies: its memory is whose it was. */
    private static TensorData data(String name, Slot slot) {
        List<Long> shape = slot.type().shape().stream().map(Integer::longValue).toList();
        return new TensorData(name, ElementType.F32, shape, slot.bytes());
    }
}
