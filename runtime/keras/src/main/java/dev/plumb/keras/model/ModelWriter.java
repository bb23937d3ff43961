package dev.plumb.keras.model;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.KerasLayers;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.layer.SnakeCase;
import dev.plumb.keras.layer.WeightGroups;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a graph to the description of a functional model. Goes on where something has no counterpart, to find all of it. */
public final class ModelWriter {
    private final String path;
    private final String group;
    private final Graph graph;
    private final Map<String, Node> nodes;
    private final Units units;

    private final LayerNames names = new LayerNames();
    private final Map<String, String> layerNames = new HashMap<>();
    private final Map<String, Integer> callNumbers = new HashMap<>();
    private final Map<String, List<Units.Unit>> calls = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private final Map<String, List<String>> groups;
    private final List<String> refused;

    private ModelWriter(
            String path,
            String group,
            Graph graph,
            Map<String, Node> nodes,
            Map<String, List<String>> groups,
            List<String> refused) {
        this.path = path;
        this.group = group;
        this.graph = graph;
        this.nodes = nodes;
        this.groups = groups;
        this.refused = refused;
        this.units = Units.of(graph);
    }

    /** Writes the description of a model. */
    public static WrittenModel write(Graph graph) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        Map<String, List<String>> groups = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        ModelWriter writer = new ModelWriter("", "", graph, nodes, groups, refused);
        return new WrittenModel(writer.model(graph.name()), groups, refused);
    }

    private Map<String, @Nullable Object> model(String name) {
        graph.inputs().forEach(input -> layerNames.put(input.name(), names.of(input.name())));
        for (Units.Unit unit : units.all()) {
            layerNames.computeIfAbsent(unit.owner(), names::of);
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

    private Object listed(List<TensorName> tensors) {
        List<Object> histories =
                new ArrayList<>(tensors.stream().map(this::history).toList());
        return histories.size() == 1 ? histories.get(0) : histories;
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
        config.put("batch_shape", batchShape(input.type()));
        config.put("dtype", input.type().dtype().label());
        config.put("sparse", false);
        config.put("name", name);
        Map<String, @Nullable Object> layer = Json.made("keras.layers", "InputLayer", config);
        layer.put("name", name);
        layer.put("inbound_nodes", List.of());
        return layer;
    }

    private static List<@Nullable Object> batchShape(TensorType type) {
        List<@Nullable Object> sizes = new ArrayList<>(Collections.singletonList(null));
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
            refused.add(layer.title() + " '" + path + owner + "': " + e.getMessage());
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
        return new ModelWriter(path + unit.name() + "/", at, unit.nested().orElseThrow(), nodes, groups, refused)
                .model(name);
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
        for (Weight weight : node.weights()) {
            for (String own : WeightGroups.of(layer, weight.name())) {
                groups.computeIfAbsent(at + own, key -> new ArrayList<>()).add(node.path(weight));
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
