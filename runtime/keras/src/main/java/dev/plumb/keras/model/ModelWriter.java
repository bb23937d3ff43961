package dev.plumb.keras.model;

import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.DiscretizationLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.KerasLayers;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.layer.SnakeCase;
import dev.plumb.keras.layer.WeightGroups;
import dev.plumb.preprocess.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From a graph to the description of a functional model. Goes on where something has no counterpart, to find all of it. */
public final class ModelWriter {
    private final String path;
    private final String group;
    private final Graph graph;
    private final Map<String, Node> nodes;
    private final Units units;

    private final LayerNames names = new LayerNames();
    private final MaskFunctions functions;
    private final Map<String, String> layerNames = new HashMap<>();
    private final Map<String, Integer> callNumbers = new HashMap<>();
    private final Map<String, List<Units.Unit>> calls = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private final Files files;

    /** By input: its axes that have several sizes, of a nested model that is called with these. */
    private final List<Set<Integer>> open;

    /** What all levels write into, and what they write of. */
    private record Files(
            LearntOfData learnt,
            Map<String, List<String>> groups,
            Map<String, List<Float>> named,
            Map<String, String> texts,
            List<String> refused,
            OptionalInt batch) {}

    private ModelWriter(
            String path, String group, Graph graph, Map<String, Node> nodes, Files files, List<Set<Integer>> open) {
        this.path = path;
        this.group = group;
        this.graph = graph;
        this.nodes = nodes;
        this.files = files;
        this.open = open;
        this.units = Units.of(graph);
        this.functions = MaskFunctions.of(graph);
    }

    /**
     * Writes the description of a model, and what it has learnt of data.
     *
     * @param batch how many examples each batch has; empty if any number
     */
    public static WrittenModel write(Graph graph, LearntOfData learnt, OptionalInt batch) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        Files files = new Files(
                learnt, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), batch);
        Map<String, @Nullable Object> description =
                new ModelWriter("", "", graph, nodes, files, List.of()).model(graph.name());
        return new WrittenModel(description, files.groups(), files.named(), files.texts(), files.refused());
    }

    private Map<String, @Nullable Object> model(String name) {
        graph.inputs().forEach(input -> layerNames.put(input.name(), named(input.name())));
        for (Units.Unit unit : units.all()) {
            layerNames.computeIfAbsent(unit.owner(), this::named);
            List<Units.Unit> others = calls.computeIfAbsent(unit.owner(), owner -> new ArrayList<>());
            callNumbers.put(unit.name(), others.size());
            others.add(unit);
        }
        Map<String, Map<String, @Nullable Object>> written = new LinkedHashMap<>();
        for (Graph.Input input : graph.inputs()) {
            written.put(input.name(), input(input));
        }
        for (String layer : OrderedUnits.of(units)) {
            if (calls.containsKey(layer)) {
                written.put(layer, layer(layer));
            }
        }
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", name);
        config.put("trainable", true);
        config.put("layers", new ArrayList<>(written.values()));
        config.put(
                "input_layers",
                listed(graph.inputs().stream()
                        .map(input -> TensorName.of(input.name()))
                        .toList()));
        config.put("output_layers", listed(units.outputs()));
        Map<String, @Nullable Object> model = Json.made("keras.src.models.functional", "Functional", config);
        model.put("registered_name", "Functional");
        return model;
    }

    /** The name of a layer in the file. */
    private String named(String name) {
        return names.of(functions.apart(LayerNames.plain(name)));
    }

    private Object listed(List<TensorName> tensors) {
        List<Object> histories =
                new ArrayList<>(tensors.stream().map(this::listed).toList());
        return histories.size() == 1 ? histories.get(0) : histories;
    }

    /** As {@link #history}; here Keras counts the calls of a functional model from 1. */
    private List<Object> listed(TensorName tensor) {
        List<Object> history = new ArrayList<>(history(tensor));
        if (units.unit(tensor.source())
                .filter(unit -> unit.nested().isPresent())
                .isPresent()) {
            history.set(1, callNumbers.getOrDefault(tensor.source(), 0) + 1);
        }
        return history;
    }

    /** The name of a layer, the number of its call, and that of the output. */
    private List<Object> history(TensorName tensor) {
        Optional<Units.Unit> unit = units.unit(tensor.source());
        String layer = layerNames.getOrDefault(unit.map(Units.Unit::owner).orElse(tensor.source()), "");
        return List.of(
                layer,
                callNumbers.getOrDefault(tensor.source(), 0),
                unit.map(one -> one.output(tensor)).orElse(0));
    }

    private Map<String, @Nullable Object> input(Graph.Input input) {
        String name = layerNames.getOrDefault(input.name(), input.name());
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        List<@Nullable Object> sizes = batchShape(input.type());
        int index = graph.inputs().indexOf(input);
        if (index < open.size()) {
            open.get(index).forEach(axis -> sizes.set(axis + 1, null));
        }
        config.put("batch_shape", sizes);
        config.put("dtype", input.type().dtype().label());
        config.put("sparse", false);
        config.put("name", name);
        Map<String, @Nullable Object> layer = Json.made("keras.layers", "InputLayer", config);
        layer.put("name", name);
        layer.put("inbound_nodes", List.of());
        return layer;
    }

    private List<@Nullable Object> batchShape(TensorType type) {
        List<@Nullable Object> sizes = new ArrayList<>();
        sizes.add(files.batch().isPresent() ? files.batch().getAsInt() : null);
        for (Dim dim : type.shape().dims()) {
            sizes.add(dim.isKnown() ? dim.size() : null);
        }
        return sizes;
    }

    private Map<String, @Nullable Object> layer(String owner) {
        List<Units.Unit> all = calls.getOrDefault(owner, List.of());
        Units.Unit first = all.get(0);
        LayerSpec layer = first.layer() instanceof Masked masked ? masked.layer() : first.layer();
        String name = layerNames.getOrDefault(owner, owner);
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        try {
            if (layer.isStateful() && files.batch().isEmpty()) {
                throw new NoCounterpart("it is stateful, and Keras has to know how many examples each batch has:"
                        + " KerasExport.of(network).forBatchesOf(batchSize).write(file)");
            }
            boolean isReversed = all.stream().anyMatch(unit -> unit.layer().isReversed());
            written.putAll(first.nested().isPresent() ? nested(first, name) : plain(first, layer, name, isReversed));
            List<Object> nodes = new ArrayList<>();
            for (Units.Unit unit : all) {
                nodes.add(CallWriter.of(
                        unit.layer(), unit.inputs().stream().map(this::tensor).toList(), unit.inputTypes()));
            }
            written.put("name", name);
            written.put("inbound_nodes", nodes);
        } catch (NoCounterpart e) {
            files.refused().add(layer.title() + " '" + path + owner + "': " + e.getMessage());
        }
        return written;
    }

    private Map<String, @Nullable Object> tensor(TensorName flat) {
        TensorName tensor = units.named(flat);
        TensorType type = units.unit(tensor.source())
                .map(unit -> unit.outputTypes().get(unit.output(tensor)))
                .orElseGet(() -> units.type(tensor));
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("shape", batchShape(type));
        config.put("dtype", type.dtype().label());
        config.put("keras_history", history(tensor));
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        written.put("class_name", "__keras_tensor__");
        written.put("config", config);
        return written;
    }

    private Map<String, @Nullable Object> nested(Units.Unit unit, String name) {
        String at = group + "layers/" + key("Functional") + "/";
        return new ModelWriter(
                        path + unit.name() + "/", at, unit.nested().orElseThrow(), nodes, files, severalSizes(unit))
                .model(name);
    }

    /** By input: the axes whose sizes differ from call to call. */
    private List<Set<Integer>> severalSizes(Units.Unit unit) {
        List<Set<Integer>> all = new ArrayList<>();
        for (int i = 0; i < unit.inputTypes().size(); i++) {
            Set<Integer> axes = new TreeSet<>();
            for (Units.Unit other : calls.getOrDefault(unit.owner(), List.of())) {
                for (int axis = 0; axis < unit.inputTypes().get(i).rank(); axis++) {
                    if (!unit.inputTypes()
                            .get(i)
                            .shape()
                            .dim(axis)
                            .equals(other.inputTypes().get(i).shape().dim(axis))) {
                        axes.add(axis);
                    }
                }
            }
            all.add(axes);
        }
        return all;
    }

    private Map<String, @Nullable Object> plain(Units.Unit unit, LayerSpec layer, String name, boolean isReversed)
            throws NoCounterpart {
        Map<String, @Nullable Object> written = KerasLayers.write(layer, name);
        if (isReversed) {
            written.put("class_name", "ReversibleEmbedding");
        }
        Node node = Optional.ofNullable(nodes.get(path + unit.name())).orElseThrow();
        if (!node.trainable()) {
            Map<String, @Nullable Object> config = Json.config(written);
            config.put("trainable", false);
            written.put("config", config);
        }
        String at = group + "layers/" + key(String.valueOf(written.get("class_name"))) + "/";
        if (layer instanceof DiscretizationLayer bins && bins.numBins() > 0) {
            Map<String, @Nullable Object> config = Json.config(written);
            config.put("bin_boundaries", files.learnt().boundaries(node).orElse(null));
            written.put("config", config);
            return written;
        }
        if (layer instanceof VocabularySpec spec) {
            Optional<Vocabulary> known = files.learnt().vocabulary(node);
            WrittenVocabulary vocabulary = WrittenVocabulary.of(spec, known);
            files.named().putAll(vocabulary.named(at));
            files.texts().putAll(vocabulary.texts(at));
            // Keras 3.15 does not open what it saves of padded columns that are weighed: then the vocabulary is stated
            return spec.isAdapted() && spec.outputMode() == OutputMode.TF_IDF
                    ? LearntVocabulary.of(spec, known.orElseThrow()).stated(written, true)
                    : written;
        }
        for (Weight weight : node.weights()) {
            for (String own : WeightGroups.of(layer, weight.name())) {
                files.groups()
                        .computeIfAbsent(at + own, key -> new ArrayList<>())
                        .add(node.path(weight));
            }
        }
        return written;
    }

    /** What a layer is called in the file of weights. */
    private String key(String className) {
        String kind = SnakeCase.of(className);
        int number = counts.merge(kind, 1, Integer::sum) - 1;
        return number == 0 ? kind : kind + "_" + number;
    }
}
