package dev.plumb.runtime;

import dev.plumb.engine.plan.Slot;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.io.ArchiveReader;
import dev.plumb.io.FitState;
import dev.plumb.io.GraphDifference;
import dev.plumb.io.OptimizerState;
import dev.plumb.weights.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An eager model in the file of a network: its layers are a graph in which each is by itself. */
final class EagerFile {
    private EagerFile() {}

    /**
     * Writes the file; see {@link EagerModel#save}.
     *
     * @param fit where one stands, whose backup it is
     */
    static void write(
            Path file, EagerModel<?, ?> model, List<EagerOptimizer> optimizers, long tapes, Optional<FitState> fit) {
        optimizers.forEach(optimizer -> optimizer.requireOf(model));
        EagerWeights.Built built = model.built();
        built.store().runBetweenSteps(() -> write(file, model, built, optimizers, tapes, fit));
    }

    private static void write(
            Path file,
            EagerModel<?, ?> model,
            EagerWeights.Built built,
            List<EagerOptimizer> optimizers,
            long tapes,
            Optional<FitState> fit) {
        List<OptimizerMemory> memories =
                optimizers.stream().map(EagerOptimizer::memory).toList();
        new NetworkFile(
                        built.graph(),
                        model.seed(),
                        built.freezing().changes(),
                        built.store(),
                        memories.stream().findFirst(),
                        Map.of(),
                        fit)
                .write(file, memories.stream().skip(1).toList(), optimizers.isEmpty() ? 0 : tapes);
    }

    /**
     * Where the fit stood whose backup a file is.
     *
     * @throws IllegalArgumentException if it is none, or one of another optimizer
     */
    static FitState fit(Path file, EagerOptimizer optimizer) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            archive.optimizer().ifPresent(optimizer.ready().state()::requireSame);
            return NetworkFile.fit(file, archive.fit());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Reads it; see {@link EagerModel#load}. */
    static void read(Path file, EagerModel<?, ?> model, EagerWeights weights, List<EagerOptimizer> optimizers) {
        optimizers.forEach(optimizer -> optimizer.requireOf(model));
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            Map<String, List<TensorType>> inputs = requireFits(file, model, archive.graph());
            List<OptimizerState> states = Stream.concat(archive.optimizer().stream(), archive.moreOptimizers().stream())
                    .toList();
            requireFit(file, optimizers, states);
            Map<String, EagerLayer> declared = layers(model);
            requireWhole(file, archive.graph());
            inputs.forEach((name, types) -> layer(declared, name).build(types));
            WeightStore store = model.store();
            archive.readWeights(path -> store.slot(path).bytes());
            store.changed();
            weights.freezing(archive.freezing());
            if (!optimizers.isEmpty()) {
                model.goOn(archive.seed(), archive.tapes());
                restore(archive, optimizers, states, store);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Map<String, EagerLayer> layers(EagerModel<?, ?> model) {
        Map<String, EagerLayer> declared = new LinkedHashMap<>();
        model.layers().forEach(layer -> declared.put(layer.name(), layer));
        return declared;
    }

    private static EagerLayer layer(Map<String, EagerLayer> declared, String name) {
        return Objects.requireNonNull(declared.get(name));
    }

    /** The inputs of the layers that are in the file, each of which is one of the model. */
    private static Map<String, List<TensorType>> requireFits(Path file, EagerModel<?, ?> model, Graph saved) {
        Map<String, EagerLayer> declared = layers(model);
        Map<String, List<TensorType>> inputs = LayerGraph.inputs(saved);
        if (!declared.keySet().containsAll(inputs.keySet())) {
            throw new IllegalArgumentException(file + " holds model '" + saved.name() + "' with the layers "
                    + inputs.keySet() + ", and model '" + model.name() + "' has " + declared.keySet()
                    + ": load it by the class that saved it; what has a graph of its own, by Network.load");
        }
        Map<String, LayerGraph.Part> parts = new LinkedHashMap<>();
        inputs.forEach((name, types) ->
                parts.put(name, new LayerGraph.Part(name, layer(declared, name).spec(), types)));
        GraphDifference.first(LayerGraph.of(model.name(), parts.values()), saved)
                .ifPresent(difference -> {
                    throw new IllegalArgumentException(
                            file + " holds other layers than model '" + model.name() + "': " + difference);
                });
        return inputs;
    }

    private static void requireFit(Path file, List<EagerOptimizer> optimizers, List<OptimizerState> states) {
        if (optimizers.isEmpty()) {
            return;
        }
        if (optimizers.size() != states.size()) {
            throw new IllegalArgumentException(file + " holds the state of " + states.size()
                    + (states.size() == 1 ? " optimizer" : " optimizers") + ", and " + optimizers.size()
                    + " are to have it: give as many as were saved, in their order"
                    + (states.isEmpty() ? "; save(file, optimizer) writes it" : ""));
        }
        for (int i = 0; i < states.size(); i++) {
            optimizers.get(i).requireFits(file, states.get(i));
        }
    }

    /** Reads all arrays to a place that is forgotten: what is damaged is found before any weight is overwritten. */
    private static void requireWhole(Path file, Graph saved) throws IOException {
        WeightStore scratch = WeightStore.zeros(saved);
        Map<String, Slot> places = new LinkedHashMap<>();
        scratch.entries().forEach(entry -> places.put(entry.path(), scratch.slot(entry.path())));
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            Stream.concat(archive.optimizer().stream(), archive.moreOptimizers().stream())
                    .flatMap(state -> state.slots().stream())
                    .forEach(slot -> scratch.entries()
                            .forEach(entry -> places.put(
                                    OptimizerState.arrayName(entry.path(), slot), scratch.slot(entry.path()))));
            archive.readWeights(path -> bytes(places, path));
            if (archive.optimizer().isPresent()) {
                archive.readOptimizer(name -> bytes(places, name));
            }
            archive.readMoreOptimizers((number, name) -> bytes(places, name));
        } finally {
            Reference.reachabilityFence(scratch);
        }
    }

    private static void restore(
            ArchiveReader archive, List<EagerOptimizer> optimizers, List<OptimizerState> states, WeightStore store)
            throws IOException {
        Set<String> saved = archive.graph().nodes().stream()
                .flatMap(node -> node.weights().stream().map(node::path))
                .collect(Collectors.toSet());
        List<String> others = store.entries().stream()
                .filter(entry -> entry.trainable() && !saved.contains(entry.path()))
                .map(WeightStore.Entry::path)
                .toList();
        List<OptimizerMemory> memories = states.stream()
                .map(state -> OptimizerMemory.zeros(state.withoutStepsOf(others), store))
                .toList();
        List<Map<String, Slot>> places =
                memories.stream().map(OptimizerMemory::places).toList();
        archive.readOptimizer(name -> bytes(places.get(0), name));
        archive.readMoreOptimizers((number, name) -> bytes(places.get(number), name));
        for (int i = 0; i < optimizers.size(); i++) {
            optimizers.get(i).restore(memories.get(i));
        }
    }

    private static ByteBuffer bytes(Map<String, Slot> places, String name) {
        return Objects.requireNonNull(places.get(name)).bytes();
    }
}
