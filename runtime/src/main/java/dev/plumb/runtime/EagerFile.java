package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.io.ArchiveReader;
import dev.plumb.io.GraphDifference;
import dev.plumb.weights.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An eager model in the file of a network: its layers are a graph in which each is by itself. */
final class EagerFile {
    private EagerFile() {}

    /** Writes the file; see {@link EagerModel#save}. */
    static void write(Path file, EagerWeights.Built built, long seed) {
        new NetworkFile(built.graph(), seed, built.freezing().changes(), built.store(), Optional.empty()).write(file);
    }

    /** Reads it; see {@link EagerModel#load}. */
    static void read(Path file, EagerModel<?, ?> model, EagerWeights weights) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            Graph saved = archive.graph();
            Map<String, EagerLayer> declared = new LinkedHashMap<>();
            model.layers().forEach(layer -> declared.put(layer.name(), layer));
            Map<String, List<TensorType>> inputs = LayerGraph.inputs(saved);
            if (!declared.keySet().containsAll(inputs.keySet())) {
                throw new IllegalArgumentException(file + " holds model '" + saved.name() + "' with the layers "
                        + inputs.keySet() + ", and model '" + model.name() + "' has " + declared.keySet()
                        + ": load it by the class that saved it; what has a graph of its own, by Network.load");
            }
            Map<String, LayerGraph.Part> parts = new LinkedHashMap<>();
            inputs.forEach((name, types) ->
                    parts.put(name, new LayerGraph.Part(name, declared.get(name).spec(), types)));
            GraphDifference.first(LayerGraph.of(model.name(), parts.values()), saved)
                    .ifPresent(difference -> {
                        throw new IllegalArgumentException(
                                file + " holds other layers than model '" + model.name() + "': " + difference);
                    });
            inputs.forEach((name, types) -> declared.get(name).build(types));
            WeightStore store = model.store();
            archive.readWeights(path -> store.slot(path).bytes());
            store.changed();
            weights.freezing(archive.freezing());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
