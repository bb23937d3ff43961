package dev.plumb.runtime;

import dev.plumb.engine.plan.Slot;
import dev.plumb.graph.Graph;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.ArchiveReader;
import dev.plumb.io.FitState;
import dev.plumb.io.FreezingState;
import dev.plumb.io.ModelArchive;
import dev.plumb.io.Probe;
import dev.plumb.io.TensorData;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.weights.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a model goes into a file and comes out of it. Arrays are written from where they lie and read to where they belong: there is no
 * copy of them.
 */
record NetworkFile(
        Graph graph,
        long seed,
        FreezingState freezing,
        WeightStore weights,
        Optional<OptimizerMemory> optimizer,
        Map<String, Vocabulary> vocabularies,
        Optional<FitState> fit) {

    /** Endings of files of Keras, ONNX, PyTorch and of weights alone. */
    private static final Pattern OTHER_FORMATS = Pattern.compile("(?i)\\.(h5|hdf5|keras|onnx|pt|pth|safetensors)$");

    /** A model that has learnt no terms, and is not in the middle of a fit. */
    NetworkFile(
            Graph graph, long seed, FreezingState freezing, WeightStore weights, Optional<OptimizerMemory> optimizer) {
        this(graph, seed, freezing, weights, optimizer, Map.of(), Optional.empty());
    }

    /**
     * Reads a file as the model that it says it is. Layers in code have their weights, and no code.
     *
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     */
    static NetworkFile read(Path file) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            return read(archive, archive.graph());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Reads a file that has to be of a graph. The model then is of that graph: what may differ, such as losses or the order of outputs, is as in the
     * program and not as in the file.
     *
     * @throws UncheckedIOException if the file cannot be read or is not such a file
     * @throws IllegalArgumentException if it holds another architecture, or its code computed something else
     */
    static NetworkFile read(Path file, Graph expected) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            SavedCheck.requireSameGraph(file, expected, archive);
            NetworkFile read = read(archive, expected);
            SavedCheck.requireSameCode(file, expected, read.weights(), archive);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static NetworkFile read(ArchiveReader archive, Graph graph) throws IOException {
        WeightStore weights = WeightStore.zeros(graph);
        archive.readWeights(path -> weights.slot(path).bytes());
        Optional<OptimizerMemory> optimizer = Optional.empty();
        if (archive.optimizer().isPresent()) {
            OptimizerMemory memory = OptimizerMemory.zeros(archive.optimizer().get(), weights);
            Map<String, Slot> places = memory.places();
            archive.readOptimizer(name -> places.get(name).bytes());
            optimizer = Optional.of(memory);
        }
        return new NetworkFile(
                graph, archive.seed(), archive.freezing(), weights, optimizer, archive.vocabularies(), archive.fit());
    }

    /** A graph that is no list of the layers of an eager model. */
    static Graph wired(Path file, Graph graph) {
        if (LayerGraph.isWithoutWires(graph)) {
            throw new IllegalArgumentException(file + " holds the layers of the eager model '" + graph.name()
                    + "', and how they are wired only its code knows: make the model by its class, and load(file) into"
                    + " it; see docs/eager-not-static.md");
        }
        return graph;
    }

    /** Writes the file, with what layers in code give; see {@link Network#save}. */
    void write(Path file) {
        write(file, CodeProbe.of(graph, weights), List.of(), 0);
    }

    /** Writes a backup: what code computes is not asked for, which would take longer than the step. */
    void writeBackup(Path file) {
        write(file, Optional.empty(), List.of(), 0);
    }

    /**
     * Where the fit stood whose backup a file is.
     *
     * @throws IllegalArgumentException if it is none
     */
    static FitState fit(Path file, Optional<FitState> read) {
        return read.orElseThrow(
                () -> new IllegalArgumentException("'" + file + "' is a model that was saved, and no backup of a fit"));
    }

    /**
     * Writes the file of an eager model; see {@link EagerModel#save}.
     *
     * @param more optimizers beside the first
     * @param tapes how many the model has begun
     */
    void write(Path file, List<OptimizerMemory> more, long tapes) {
        write(file, Optional.empty(), more, tapes);
    }

    /** Whoever names a file after the format of another program would not find it in there. */
    private static void requireOwnEnding(Path file) {
        String name = String.valueOf(
                Objects.requireNonNull(file, "the file to save to is null").getFileName());
        if (OTHER_FORMATS.matcher(name).find()) {
            throw new IllegalArgumentException("'" + file
                    + "' has the ending of another format, and what is written is a model of Plumb: name it '"
                    + name.substring(0, name.lastIndexOf('.')) + ".plumb'");
        }
    }

    private void write(Path file, Optional<Probe> probe, List<OptimizerMemory> more, long tapes) {
        requireOwnEnding(file);
        List<TensorData> arrays = new ArrayList<>();
        for (WeightStore.Entry entry : weights.entries()) {
            arrays.add(data(entry.path(), weights.slot(entry.path())));
        }
        try {
            new ModelArchive(
                            graph,
                            seed,
                            freezing,
                            arrays,
                            optimizer.map(OptimizerMemory::state),
                            optimizer.map(NetworkFile::arrays).orElse(List.of()),
                            more.stream()
                                    .map(memory -> new ModelArchive.Optimizing(memory.state(), arrays(memory)))
                                    .toList(),
                            tapes,
                            probe,
                            vocabularies,
                            fit)
                    .write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(more);
        }
    }

    private static List<TensorData> arrays(OptimizerMemory memory) {
        List<TensorData> arrays = new ArrayList<>();
        memory.places().forEach((name, slot) -> arrays.add(data(name, slot)));
        return arrays;
    }

    /** An array where it lies: its memory is whose it was. */
    private static TensorData data(String name, Slot slot) {
        List<Long> shape = slot.type().shape().stream().map(Integer::longValue).toList();
        return new TensorData(name, ElementType.F32, shape, slot.bytes());
    }
}
