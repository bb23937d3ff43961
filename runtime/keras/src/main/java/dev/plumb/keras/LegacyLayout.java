package dev.plumb.keras;

import dev.plumb.io.FormatException;
import dev.plumb.runtime.WeightSource;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The layout of {@code .h5}: a group for each layer, named as the layer, with the list of its weights in an attribute. A whole model has these in
 * {@code model_weights} and its configuration beside.
 */
final class LegacyLayout {
    private static final String LAYER_NAMES = "layer_names";
    private static final String MODEL = "model_weights";

    /** Layers that some layers are made of: these are no layers of a nested model. */
    private static final Pattern PART =
            Pattern.compile("(forward|backward)_.*|(lstm|gru|simple_rnn)_cell.*|query|key|value|attention_output|cell");

    private final HdfTree tree;
    private final Map<String, KerasConfig> config = new HashMap<>();
    private final List<KerasLayer> layers = new ArrayList<>();

    private LegacyLayout(HdfTree tree) {
        this.tree = tree;
    }

    /** Whether the file is one. */
    static boolean isIn(HdfTree tree) throws FormatException {
        return tree.group(tree.root(), MODEL).isPresent() || hasNames(tree.root());
    }

    private static boolean hasNames(Group group) {
        return group.getAttributes().containsKey(LAYER_NAMES)
                || group.getAttributes().containsKey(LAYER_NAMES + "0");
    }

    /** The layers with weights in the order of the model. */
    static List<KerasLayer> layers(HdfTree tree) throws FormatException {
        LegacyLayout layout = new LegacyLayout(tree);
        Optional<String> json = tree.text(tree.root(), "model_config");
        if (json.isPresent()) {
            KerasConfig.layers(json.get()).forEach(layer -> layout.config.put(layer.name(), layer));
        }
        Group all = tree.group(tree.root(), MODEL).orElse(tree.root());
        Map<String, Group> groups = tree.groups(all);
        for (String name : tree.texts(all, LAYER_NAMES)) {
            Group group = groups.get(name);
            if (group == null) {
                throw new FormatException(all.getPath() + ": it lists the layer '" + name + "' and does not have it");
            }
            layout.layer(name, group);
        }
        return layout.layers;
    }

    private void layer(String name, Group group) throws FormatException {
        Map<String, List<WeightSource.Values>> byLayer = new LinkedHashMap<>();
        List<WeightSource.Values> all = new ArrayList<>();
        for (Map.Entry<String, Dataset> listed :
                tree.listed(group, "weight_names").entrySet()) {
            String weight = listed.getKey();
            KerasArray array = tree.read(weight, listed.getValue());
            all.add(array);
            String inside = weight.startsWith(name + "/") ? weight.substring(name.length() + 1) : weight;
            int end = inside.indexOf('/');
            byLayer.computeIfAbsent(end < 0 ? "" : inside.substring(0, end), key -> new ArrayList<>())
                    .add(array);
        }
        Optional<KerasConfig> said = Optional.ofNullable(config.get(name));
        if (all.isEmpty()) {
            return;
        }
        if (said.map(KerasConfig::isModel).orElse(looksNested(byLayer))) {
            Map<String, String> kinds = new HashMap<>();
            said.map(KerasConfig::layers).orElse(List.of()).forEach(inner -> kinds.put(inner.name(), inner.kind()));
            byLayer.forEach((inner, weights) ->
                    layers.add(new KerasLayer(name + "/" + inner, kinds.getOrDefault(inner, ""), weights)));
        } else {
            layers.add(new KerasLayer(name, said.map(KerasConfig::kind).orElse(""), all));
        }
    }

    /** Without a configuration: whether there are several layers inside that are not known as parts of one. */
    private static boolean looksNested(Map<String, List<WeightSource.Values>> byLayer) {
        return byLayer.size() > 1
                && byLayer.keySet().stream()
                        .noneMatch(inner -> PART.matcher(inner).matches());
    }
}
