package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.GroupNormalizationLayer;
import dev.plumb.dsl.layer.LayerNormalizationLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Normalizations, and arithmetic with one number a channel. */
final class NormalizationOperators {
    private NormalizationOperators() {}

    static Tensor batch(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        if (node.whole("training_mode", 0) != 0 || applied.following().isTaken(node.output(1))) {
            throw new Unreadable("it computes the statistics of the batch: export the model for predictions");
        }
        Tensor x = applied.tensor(0);
        List<Integer> channels = List.of(x.axis(1));
        List<String> names = List.of("gamma", "beta", "moving_mean", "moving_variance");
        Map<String, Constant> weights = new HashMap<>();
        Tensor last = x;
        for (int i = 0; i < names.size(); i++) {
            PerChannel values = PerChannel.of(applied, x, channels, applied.constant(i + 1));
            weights.put(names.get(i), values.constant());
            last = values.tensor();
        }
        BatchNormalizationLayer layer = Layers.batchNormalization()
                .epsilon(ActivationOperators.decimal(node.real("epsilon", 1e-5f)))
                .momentum(ActivationOperators.decimal(node.real("momentum", 0.9f)));
        return last.madeTo(applied.layer(layer, weights, last.wire()));
    }

    /** Over this axis and all behind it. */
    static Tensor layer(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        if (applied.following().isTaken(node.output(1)) || applied.following().isTaken(node.output(2))) {
            throw new Unreadable("its moments are used, which no layer here gives");
        }
        Tensor x = applied.tensor(0);
        int axis = x.axis(node.whole("axis", -1));
        List<Integer> axes = IntStream.range(axis, x.rank()).boxed().toList();
        PerChannel scale = PerChannel.of(applied, x, axes, applied.constant(1));
        Map<String, Constant> weights = new HashMap<>();
        weights.put("gamma", scale.constant());
        if (applied.has(2)) {
            weights.put(
                    "beta", PerChannel.of(applied, x, axes, applied.constant(2)).constant());
        }
        LayerNormalizationLayer layer = Layers.layerNormalization()
                .epsilon(ActivationOperators.decimal(node.real("epsilon", 1e-5f)))
                .center(applied.has(2));
        return scale.tensor()
                .madeTo(applied.layer(layer, weights, scale.tensor().wire()));
    }

    static Tensor rms(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        Tensor x = applied.tensor(0);
        int axis = x.axis(node.whole("axis", -1));
        List<Integer> axes = IntStream.range(axis, x.rank()).boxed().toList();
        PerChannel scale = PerChannel.of(applied, x, axes, applied.constant(1));
        return scale.tensor()
                .madeTo(applied.layer(
                        Layers.rmsNormalization().epsilon(ActivationOperators.decimal(node.real("epsilon", 1e-5f))),
                        Map.of("scale", scale.constant()),
                        scale.tensor().wire()));
    }

    /** Each channel by itself: groups of one channel. */
    static Tensor instance(Applied applied) throws Unreadable {
        return groups(applied, -1);
    }

    static Tensor group(Applied applied) throws Unreadable {
        if (applied.opset() < 21) {
            throw new Unreadable("it is that of opset 18, with numbers for each group: export the model with opset 21");
        }
        return groups(applied, applied.node().integer("num_groups", 1));
    }

    private static Tensor groups(Applied applied, int groups) throws Unreadable {
        Tensor x = WindowOperators.channelsLast(applied, applied.tensor(0).rank());
        GroupNormalizationLayer layer = Layers.groupNormalization()
                .groups(groups)
                .epsilon(ActivationOperators.decimal(applied.node().real("epsilon", 1e-5f)));
        Map<String, Constant> weights = new HashMap<>();
        weights.put("gamma", channel(applied, 1));
        weights.put("beta", channel(applied, 2));
        return x.madeTo(applied.layer(layer, weights, x.wire()));
    }

    private static Constant channel(Applied applied, int input) throws Unreadable {
        Constant values = applied.constant(input);
        return values.reshaped(values.size());
    }

    /**
     * {@code scale x + offset} with a number for each channel: a batch normalization that has seen nothing yet.
     *
     * @param isScale whether the numbers are factors; otherwise they are added
     */
    static Tensor affine(Applied applied, Tensor x, Constant numbers, boolean isScale) throws Unreadable {
        PerChannel channels = PerChannel.of(applied, x, numbers);
        int size = channels.constant().size();
        BatchNormalizationLayer layer =
                Layers.batchNormalization().scale(isScale).center(!isScale);
        float[] variance = new float[size];
        Arrays.fill(variance, (float) (1 - layer.epsilon()));
        Map<String, Constant> weights = new HashMap<>();
        weights.put(isScale ? "gamma" : "beta", channels.constant());
        weights.put("moving_mean", Constant.of(new float[size], size));
        weights.put("moving_variance", Constant.of(variance, size));
        return channels.tensor()
                .madeTo(applied.layer(layer, weights, channels.tensor().wire()));
    }
}
