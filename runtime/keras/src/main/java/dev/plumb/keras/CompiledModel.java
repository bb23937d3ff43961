package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.io.FormatException;
import dev.plumb.io.OptimizerState;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.model.WrittenModel;
import dev.plumb.keras.optimizer.KerasOptimizers;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.SavedOptimizer;
import dev.plumb.train.Optimizer;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The optimizer that a model is compiled with, in a file of Keras. */
final class CompiledModel {
    private static final String OPTIMIZER = "optimizer";
    private static final String GROUP = OPTIMIZER + "/vars";
    private static final String LEGACY_GROUP = "optimizer_weights";

    /** What names of arrays of the optimizer begin with where those of weights lie beside; no path of a weight has such a sign. */
    private static final String MARK = "optimizer:";

    private CompiledModel() {}

    /** What is said of the optimizer; empty if the model was not compiled. */
    static Optional<Object> optimizer(Map<String, @Nullable Object> compiled) {
        return Optional.ofNullable(compiled.getOrDefault(OPTIMIZER, compiled.get("optimizer_config")));
    }

    /** All that a model was compiled with; empty if it was not. */
    static Map<String, @Nullable Object> configuration(KerasFile file) throws IOException {
        return file.isArchive()
                ? Json.object(file.configured(text -> JSON.std.mapFrom(text)).get("compile_config"))
                : training(file.compiled());
    }

    private static Map<String, @Nullable Object> training(Optional<String> config) throws IOException {
        return config.isPresent() ? Json.object(JSON.std.mapFrom(config.get())) : Map.of();
    }

    /**
     * What the optimizer carried from step to step when the file was written.
     *
     * @param names the path of each layer in Keras by its path here, where they differ
     * @throws NoCounterpart if Keras keeps another state of such an optimizer
     */
    static SavedOptimizer state(KerasFile file, Optimizer optimizer, Graph graph, Map<String, String> names)
            throws IOException, NoCounterpart {
        if (file.isOfKeras2()) {
            throw new NoCounterpart(
                    "its state is in the order of Keras 2: load the model in Keras 3, train it and save it");
        }
        OptimizerEntry entry = OptimizerEntry.of(optimizer, graph, weights(file, graph, names));
        String place = file.isArchive() ? "/" + GROUP : "/" + LEGACY_GROUP;
        List<KerasArray> arrays = new ArrayList<>();
        double steps = file.tree(tree -> {
            List<Dataset> found = file.isArchive() ? numbered(tree) : listed(tree);
            for (int i = 0; i < found.size(); i++) {
                arrays.add(tree.read(String.valueOf(i), found.get(i)));
            }
            return found.isEmpty() ? 0 : tree.number(found.get(0));
        });
        return entry.read(place, steps, arrays);
    }

    private static List<Dataset> numbered(HdfTree tree) throws FormatException {
        Optional<Group> optimizer = tree.group(tree.root(), OPTIMIZER);
        Optional<Group> variables = optimizer.isPresent() ? tree.group(optimizer.get(), "vars") : Optional.empty();
        return variables.isPresent() ? tree.numbered(variables.get()) : List.of();
    }

    private static List<Dataset> listed(HdfTree tree) throws FormatException {
        Optional<Group> optimizer = tree.group(tree.root(), LEGACY_GROUP);
        return optimizer.isPresent()
                ? List.copyOf(tree.listed(optimizer.get(), "weight_names").values())
                : List.of();
    }

    /** The paths of all weights here, in the order of Keras's layers. */
    private static List<String> weights(KerasFile file, Graph graph, Map<String, String> names) throws IOException {
        Map<String, Node> layers = new HashMap<>();
        for (Node node : graph.nodes()) {
            layers.putIfAbsent(Optional.ofNullable(names.get(node.name())).orElse(node.name()), node);
        }
        List<String> weights = new ArrayList<>();
        for (String layer : names("", file.configured(KerasConfig::layers))) {
            Node node = layers.get(layer);
            if (node != null) {
                node.weights().forEach(weight -> weights.add(node.path(weight)));
            }
        }
        return weights;
    }

    private static List<String> names(String prefix, List<KerasConfig> layers) {
        List<String> names = new ArrayList<>();
        for (KerasConfig layer : layers) {
            if (layer.isModel()) {
                names.addAll(names(prefix + layer.name() + "/", layer.layers()));
            } else {
                names.add(prefix + layer.name());
            }
        }
        return names;
    }

    /** A written model with an optimizer, and the arrays of the two. */
    record Written(WrittenModel model, Map<String, INDArray> state) {
        /** An array of a group of the model. */
        INDArray array(Network network, String name) {
            INDArray known = state.get(name);
            return known == null ? network.weight(name) : known;
        }
    }

    /**
     * Adds an optimizer to a written model.
     *
     * @throws IllegalArgumentException if the network was trained by one of another kind
     */
    static Written written(WrittenModel model, Graph graph, Network network, Optimizer optimizer) {
        SavedOptimizer saved = network.optimizer()
                .orElseGet(() -> new SavedOptimizer(
                        new OptimizerState(optimizer.name(), 0, 0, optimizer.hyperparameters(), optimizer.slots()),
                        Map.of()));
        if (!saved.isOf(optimizer)) {
            throw new IllegalArgumentException("model '" + graph.name() + "' was trained by "
                    + saved.state().name() + " " + saved.state().slots() + ", and is to be written with "
                    + optimizer.name() + " " + optimizer.slots()
                    + ": give the optimizer that trained it, or call forgetTraining() first");
        }
        List<String> paths = new ArrayList<>();
        model.groups().values().forEach(paths::addAll);
        OptimizerEntry entry = OptimizerEntry.of(optimizer, graph, paths);
        List<String> refused = new ArrayList<>(model.refused());
        refused.addAll(entry.refusals(saved));
        network.learningRateMultipliers()
                .forEach((layer, factor) -> refused.add("the learning rate of '" + layer + "' is multiplied by "
                        + factor + ", and Keras has one for all layers"));
        Map<String, INDArray> state = new LinkedHashMap<>();
        Map<String, @Nullable Object> compiled = new LinkedHashMap<>();
        try {
            double rate = saved.learningRate(optimizer);
            compiled.put(OPTIMIZER, KerasOptimizers.write(optimizer, rate));
            entry.written(saved, rate).forEach((name, array) -> state.put(MARK + name, array));
        } catch (NoCounterpart e) {
            refused.add("the optimizer " + optimizer.name() + ": " + e.getMessage());
        }
        if (!refused.isEmpty()) {
            throw new NoCounterpartException("'" + graph.name() + "'", "in Keras", refused);
        }
        return new Written(model.compiled(compiled, GROUP, List.copyOf(state.keySet())), state);
    }
}
