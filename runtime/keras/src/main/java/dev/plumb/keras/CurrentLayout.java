package dev.plumb.keras;

import dev.plumb.io.FormatException;
import dev.plumb.keras.model.WrittenVocabulary;
import dev.plumb.runtime.WeightSource;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layout of {@code .weights.h5}, which {@code .keras} has inside: a group for each layer, named by its class and a number
 * ({@code layers/conv2d_3/vars/0}); its own name is an attribute since Keras 3.6.
 */
final class CurrentLayout {
    private static final String VARIABLES = "vars";
    private static final String LAYERS = "layers";
    private static final String WRAPPED = "layer";
    private static final Set<String> NO_LAYERS = Set.of(VARIABLES, "optimizer");

    /** Groups in a layer in the order of our weights; what is not here has no weights or comes after. */
    private static final List<String> INNER = List.of(
            "cell",
            WRAPPED,
            "forward_layer",
            "backward_layer",
            "query_dense",
            "key_dense",
            "gate_dense",
            "value_dense",
            "output_dense");

    private static final int DEEPEST = 16;

    private final HdfTree tree;
    private final List<KerasLayer> layers = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    private CurrentLayout(HdfTree tree) {
        this.tree = tree;
    }

    /** The layers with weights: in the order of the configuration if there is one, otherwise by kind and number. */
    static List<KerasLayer> layers(HdfTree tree, Optional<List<KerasConfig>> config) throws FormatException {
        CurrentLayout layout = new CurrentLayout(tree);
        layout.model("", tree.root(), config, 0);
        return layout.layers;
    }

    private void model(String path, Group group, Optional<List<KerasConfig>> config, int depth) throws FormatException {
        if (depth > DEEPEST) {
            throw new FormatException(group.getPath() + ": models are nested more than " + DEEPEST + " deep");
        }
        Group container = tree.group(group, LAYERS).or(() -> Optional.of(group)).orElseThrow();
        Map<String, Group> found = new HashMap<>(tree.groups(container));
        found.keySet().removeAll(NO_LAYERS);
        Map<String, KerasConfig> known = new HashMap<>();
        config.orElse(List.of()).forEach(layer -> known.put(layer.key(), layer));
        List<String> keys = new ArrayList<>();
        config.orElse(List.of()).stream()
                .map(KerasConfig::key)
                .filter(found::containsKey)
                .forEach(keys::add);
        found.keySet().stream()
                .filter(key -> !known.containsKey(key))
                .sorted(Comparator.comparing(CurrentLayout::kind).thenComparingInt(CurrentLayout::number))
                .forEach(keys::add);
        for (String key : keys) {
            Group layer = found.get(key);
            Optional<KerasConfig> said = Optional.ofNullable(known.get(key));
            String name = path + name(key, layer, said);
            boolean isModel = said.map(KerasConfig::isModel)
                    .orElse(tree.group(layer, LAYERS).isPresent());
            if (isModel) {
                Group inner = layer;
                for (String step : said.flatMap(KerasConfig::model).orElse(List.of())) {
                    inner = tree.group(inner, step).orElse(inner);
                }
                model(name + "/", inner, said.map(KerasConfig::layers), depth + 1);
            } else {
                layer(name, said.map(KerasConfig::kind).orElse(kind(key)), layer);
            }
        }
    }

    private String name(String key, Group layer, Optional<KerasConfig> said) throws FormatException {
        if (said.isPresent()) {
            return said.get().name();
        }
        return tree.group(layer, VARIABLES)
                .flatMap(variables -> tree.text(variables, "name"))
                .orElse(key);
    }

    private void layer(String name, String kind, Group group) throws FormatException {
        List<WeightSource.Values> weights = new ArrayList<>();
        collect("", group, weights, 0);
        if (!weights.isEmpty()) {
            if (!taken.add(name)) {
                throw new FormatException(group.getPath() + ": a second layer is named '" + name + "'");
            }
            layers.add(new KerasLayer(name, kind, weights));
        }
    }

    private void collect(String prefix, Group group, List<WeightSource.Values> weights, int depth)
            throws FormatException {
        if (depth > DEEPEST) {
            throw new FormatException(group.getPath() + ": groups are nested more than " + DEEPEST + " deep");
        }
        Map<String, Group> inner = tree.groups(group);
        Group variables = inner.get(VARIABLES);
        int before = weights.size();
        if (variables != null) {
            List<Dataset> arrays = tree.numbered(variables, WrittenVocabulary.WEIGHTS);
            for (int i = 0; i < arrays.size(); i++) {
                weights.add(tree.read(prefix + i, arrays.get(i)));
            }
        }
        List<String> names = inner.keySet().stream()
                .filter(name -> !name.equals(VARIABLES))
                .sorted(Comparator.comparingInt(CurrentLayout::place).thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean isTwice = weights.size() > before && names.equals(List.of(WRAPPED));
        int own = weights.size();
        for (String name : names) {
            collect(prefix + name + "/", inner.get(name), weights, depth + 1);
        }
        if (isTwice && weights.size() > own) {
            weights.remove(own); // the kernel, which a SpectralNormalization has and its layer, too
        }
    }

    private static int place(String name) {
        int place = INNER.indexOf(name.startsWith("_") ? name.substring(1) : name);
        return place < 0 ? INNER.size() : place;
    }

    private static String kind(String key) {
        return key.replaceFirst("_\\d+$", "");
    }

    private static int number(String key) {
        String digits = key.substring(kind(key).length()).replace("_", "");
        return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }
}
