package dev.plumb.processor.read;

import dev.plumb.graph.TensorName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the graph of a compiled model says about the methods that it was made of.
 *
 * @param order their names: inputs, layers, outputs, each in the order of the graph
 * @param wires what each layer takes
 */
record CompiledModel(List<String> order, Map<String, List<TensorName>> wires) {

    /** Reads the tree of a graph; what is not in it is not in the result either. */
    static CompiledModel of(Map<String, Object> tree) {
        Map<String, List<TensorName>> wires = new HashMap<>();
        List<Map<?, ?>> nodes = maps(tree.get("nodes"));
        for (Map<?, ?> node : nodes) {
            List<TensorName> inputs = new ArrayList<>();
            if (node.get("inputs") instanceof List<?> texts) {
                texts.forEach(text -> inputs.add(TensorName.parse(text.toString())));
            }
            wires.put(name(node), inputs);
        }
        Set<String> order = new LinkedHashSet<>();
        maps(tree.get("inputs")).forEach(input -> order.add(name(input)));
        nodes.forEach(node -> order.add(name(node)));
        List<String> outputs =
                maps(tree.get("outputs")).stream().map(CompiledModel::name).toList();
        outputs.forEach(order::remove);
        order.addAll(outputs);
        return new CompiledModel(List.copyOf(order), wires);
    }

    private static String name(Map<?, ?> item) {
        return String.valueOf(item.get("name"));
    }

    private static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> {
                if (item instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            });
        }
        return maps;
    }
}
