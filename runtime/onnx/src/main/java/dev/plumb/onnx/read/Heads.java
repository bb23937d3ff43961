package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.GroupQueryAttentionLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.MultiHeadAttentionLayer;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Heads of an attention, of which the layer here is made: with what is projected before, and with the product that may follow.
 *
 * @param name what the layer would like to be called
 */
record Heads(String name, HeadsPart query, HeadsPart key, HeadsPart value, Seeing seeing) {
    /** Of what the heads found, side by side, nothing is projected: it is as it is. */
    Wire alone(Applied applied) throws Unreadable {
        int count = query.heads();
        int size = value.size();
        Constant identity = Constant.of(HeadsPart.identity(count * size), count, size, count * size);
        return applied(applied, identity, Optional.empty());
    }

    /**
     * A product with what the heads found, side by side.
     *
     * @param output its {@code kernel}, and {@code bias} if there is one
     */
    Wire projected(Applied applied, Map<String, Constant> output) throws Unreadable {
        Constant kernel = output.get("kernel");
        if (kernel == null) {
            throw new Unreadable("it projects heads without a matrix");
        }
        return applied(
                applied,
                kernel.reshaped(query.heads(), value.size(), kernel.shape()[1]),
                Optional.ofNullable(output.get("bias")));
    }

    private Wire applied(Applied applied, Constant kernel, Optional<Constant> bias) throws Unreadable {
        int units = kernel.shape()[2];
        boolean isBiased =
                Stream.of(query.bias(), key.bias(), value.bias(), bias).anyMatch(Optional::isPresent);
        boolean isGrouped = key.heads() < query.heads()
                && query.size() == value.size()
                && query.features() == value.features()
                && query.features() == units;
        HeadsPart keys = isGrouped ? key : key.repeated(query.heads());
        HeadsPart values = isGrouped ? value : value.repeated(query.heads());
        Map<String, Constant> weights = new HashMap<>();
        query.into(weights, "query", isBiased);
        keys.into(weights, "key", isBiased);
        values.into(weights, "value", isBiased);
        weights.put("attention_output/kernel", kernel);
        if (isBiased) {
            weights.put("attention_output/bias", bias.orElseGet(() -> Constant.of(new float[units], units)));
        }
        LayerSpec layer = isGrouped ? grouped(isBiased) : each(units, isBiased);
        return applied.named(name, layer, weights, inputs());
    }

    private GroupQueryAttentionLayer grouped(boolean isBiased) {
        return Layers.groupQueryAttention(query.size(), query.heads(), key.heads())
                .useBias(isBiased)
                .useCausalMask(seeing.isCausal())
                .slidingWindow(seeing.window());
    }

    private MultiHeadAttentionLayer each(int units, boolean isBiased) {
        MultiHeadAttentionLayer layer = Layers.multiHeadAttention(query.heads(), query.size())
                .useBias(isBiased)
                .useCausalMask(seeing.isCausal())
                .slidingWindow(seeing.window());
        if (value.size() != query.size()) {
            layer = layer.valueDim(value.size());
        }
        return units == query.features() ? layer : layer.outputShape(units);
    }

    /** By their roles: query, value, key, mask; what is the same as the one before is left out. */
    private List<Wire> inputs() {
        boolean isOneKey = key.from().name().equals(value.from().name());
        boolean isOne = isOneKey && query.from().name().equals(value.from().name());
        List<Wire> inputs = new ArrayList<>(List.of(query.from()));
        if (!isOne || seeing.mask().isPresent()) {
            inputs.add(value.from());
        }
        if (!isOneKey || seeing.mask().isPresent()) {
            inputs.add(key.from());
        }
        seeing.mask().ifPresent(inputs::add);
        return inputs;
    }
}
