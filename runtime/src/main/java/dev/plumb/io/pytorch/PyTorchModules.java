package dev.plumb.io.pytorch;

import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.GRULayer;
import dev.plumb.dsl.layer.GroupNormalizationLayer;
import dev.plumb.dsl.layer.LSTMLayer;
import dev.plumb.dsl.layer.LayerNormalizationLayer;
import dev.plumb.dsl.layer.MultiHeadAttentionLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.RMSNormalizationLayer;
import dev.plumb.dsl.layer.SimpleRNNLayer;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.rule.ConvolutionSpec;
import dev.plumb.graph.rule.DepthwiseConvolutionSpec;
import dev.plumb.graph.rule.SeparableConvolutionSpec;
import dev.plumb.graph.rule.TransposedConvolutionSpec;
import dev.plumb.graph.rule.WindowedSpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The table: which module of PyTorch a layer is, and where in the module's tensors its weights lie. Names and layouts are those of torch.nn of PyTorch 2;
 * of a recurrent module they are those of its layer 0.
 */
final class PyTorchModules {
    /** Update, reset and candidate here; reset, update and candidate there. */
    private static final List<Integer> GRU_GATES = List.of(1, 0, 2);

    private static final List<Row> ROWS = List.of(
            new Row(DenseLayer.class, "Linear", PyTorchModules::linear),
            new Row(ConvolutionSpec.class, "Conv", PyTorchModules::convolution),
            new Row(TransposedConvolutionSpec.class, "ConvTranspose", PyTorchModules::convolution),
            new Row(DepthwiseConvolutionSpec.class, "Conv of as many groups as channels", PyTorchModules::depthwise),
            new Row(SeparableConvolutionSpec.class, "Conv 'depthwise' and Conv 'pointwise'", PyTorchModules::separable),
            new Row(EmbeddingLayer.class, "Embedding", PyTorchModules::embedding),
            new Row(BatchNormalizationLayer.class, "BatchNorm", PyTorchModules::batchNorm),
            new Row(LayerNormalizationLayer.class, "LayerNorm", PyTorchModules::layerNorm),
            new Row(GroupNormalizationLayer.class, "GroupNorm", PyTorchModules::norm),
            new Row(RMSNormalizationLayer.class, "RMSNorm", PyTorchModules::rmsNorm),
            new Row(PReLULayer.class, "PReLU", PyTorchModules::prelu),
            new Row(LSTMLayer.class, "LSTM", state -> recurrent(state, "", "")),
            new Row(GRULayer.class, "GRU", state -> gru(state, "", "")),
            new Row(SimpleRNNLayer.class, "RNN", state -> recurrent(state, "", "")),
            new Row(BidirectionalLayer.class, "the bidirectional one", PyTorchModules::bidirectional),
            new Row(MultiHeadAttentionLayer.class, "MultiheadAttention", PyTorchModules::attention),
            new Row(CodeLayer.class, "a module of one's own", PyTorchModules::own));

    private PyTorchModules() {}

    /**
     * One kind of layer.
     *
     * @param kind the layer, or the family of layers
     * @param module of torch.nn, as messages name it
     * @param tensors what the module has
     */
    record Row(Class<?> kind, String module, Consumer<StateTensors> tensors) {}

    /** The row of a layer, if PyTorch has such a module. */
    static Optional<Row> row(LayerSpec layer) {
        return ROWS.stream().filter(row -> row.kind().isInstance(layer)).findFirst();
    }

    private static void linear(StateTensors state) {
        state.holds(
                        "weight",
                        "kernel",
                        "units",
                        kernel -> List.of(kernel.imageFeatures(0, state.taken())
                                .imageFeatures(1, state.given())
                                .order(1, 0)))
                .holds("bias", "bias", bias -> bias.imageFeatures(0, state.given()));
    }

    /** (height, width, channels, filters) is (filters, channels, height, width) there; transposed ones have channels and filters exchanged on both sides. */
    private static void convolution(StateTensors state) {
        boolean isTransposed = state.layer() instanceof TransposedConvolutionSpec;
        state.holds(
                        "weight",
                        "kernel",
                        isTransposed ? "" : "filters",
                        kernel -> List.of(kernel.channelsFirst(kernel.rank() - 2)))
                .holds("bias", "bias");
    }

    private static WeightView depthwise(WeightView kernel) {
        int spatial = kernel.rank() - 2;
        WeightView outputs = kernel.merge(spatial, spatial + 1).unit();
        int[] order = new int[spatial + 2];
        order[0] = spatial;
        order[1] = spatial + 1;
        for (int axis = 0; axis < spatial; axis++) {
            order[axis + 2] = axis;
        }
        return outputs.order(order);
    }

    private static void depthwise(StateTensors state) {
        state.holds("weight", "kernel", PyTorchModules::depthwise).holds("bias", "bias");
    }

    private static void separable(StateTensors state) {
        int spatial = ((WindowedSpec) state.layer()).axes();
        state.holds("depthwise.weight", "depthwise_kernel", PyTorchModules::depthwise)
                .cannotHave("depthwise.bias", "write it as DepthwiseConv and Conv")
                .holds("pointwise.weight", "pointwise_kernel", kernel -> kernel.channelsFirst(spatial))
                .holds("pointwise.bias", "bias");
    }

    private static void embedding(StateTensors state) {
        state.holds("weight", "embeddings", "inputDim", List::of);
    }

    private static void norm(StateTensors state) {
        state.holds("weight", "gamma", gamma -> gamma.imageFeatures(0, state.kept()))
                .holds("bias", "beta", beta -> beta.imageFeatures(0, state.kept()));
    }

    private static void batchNorm(StateTensors state) {
        norm(state);
        state.holds("running_mean", "moving_mean", mean -> mean.imageFeatures(0, state.kept()))
                .holds("running_var", "moving_variance", variance -> variance.imageFeatures(0, state.kept()))
                .ignores("num_batches_tracked");
    }

    private static void layerNorm(StateTensors state) {
        if (state.has("gamma") && state.view("gamma").rank() > 2) {
            state.holds("weight", "gamma", gamma -> gamma.channelsFirst(gamma.rank() - 1))
                    .holds("bias", "beta", beta -> beta.channelsFirst(beta.rank() - 1));
        } else {
            norm(state);
        }
    }

    private static void rmsNorm(StateTensors state) {
        state.holds("weight", "scale", scale -> scale.imageFeatures(0, state.kept()));
    }

    private static void prelu(StateTensors state) {
        state.holds(
                "weight",
                "alpha",
                alpha -> alpha.rank() == 1 ? alpha.imageFeatures(0, state.kept()) : alpha.merge(0, alpha.rank() - 1));
    }

    /** Gates in the same order; there is a bias for what comes in and one for what recurs, and the sum of both here. */
    private static void recurrent(StateTensors state, String direction, String suffix) {
        state.holds("weight_ih_l0" + suffix, direction + "kernel", kernel -> kernel.order(1, 0))
                .holds("weight_hh_l0" + suffix, direction + "recurrent_kernel", kernel -> kernel.order(1, 0))
                .holds("bias_ih_l0" + suffix, direction + "bias")
                .adds("bias_hh_l0" + suffix, direction + "bias");
    }

    private static void gru(StateTensors state, String direction, String suffix) {
        String bias = direction + "bias";
        if (state.has(bias) && state.view(bias).rank() == 1) {
            state.lacks("resetAfter = true: PyTorch resets behind the recurrent kernel");
            return;
        }
        state.holds("weight_ih_l0" + suffix, direction + "kernel", "", kernel -> gates(kernel, 1, 0))
                .holds("weight_hh_l0" + suffix, direction + "recurrent_kernel", "", kernel -> gates(kernel, 1, 0))
                .holds("bias_ih_l0" + suffix, bias, "", both -> gates(both.at(0, 0), 0))
                .holds("bias_hh_l0" + suffix, bias, "", both -> gates(both.at(0, 1), 0));
    }

    private static List<WeightView> gates(WeightView all, int... order) {
        return GRU_GATES.stream()
                .map(gate -> all.part(gate, GRU_GATES.size()).order(order))
                .toList();
    }

    private static void bidirectional(StateTensors state) {
        LayerSpec layer = ((BidirectionalLayer) state.layer()).layer();
        BiConsumer<String, String> direction;
        if (layer instanceof GRULayer) {
            direction = (path, suffix) -> gru(state, path, suffix);
        } else if (layer instanceof LSTMLayer || layer instanceof SimpleRNNLayer) {
            direction = (path, suffix) -> recurrent(state, path, suffix);
        } else {
            state.lacks("skip it");
            return;
        }
        direction.accept("forward/", "");
        direction.accept("backward/", "_reverse");
    }

    /** One projection of query, key and value together where all three have the same size, else three. */
    private static void attention(StateTensors state) {
        if (state.has("gate/kernel")) {
            state.lacks("useGate = false");
            return;
        }
        WeightView query = state.view("query/kernel");
        WeightView key = state.view("key/kernel");
        WeightView value = state.view("value/kernel");
        WeightView output = state.view("attention_output/kernel");
        int size = query.size(0);
        if (output.rank() != 3 || output.size(2) != size || !isOf(size, query, key, value)) {
            state.lacks("heads of which all together have the size of the query, " + size + ": keyDim = " + size
                    + " / numHeads, valueDim and outputShape at their defaults");
            return;
        }
        if (key.size(0) == size && value.size(0) == size) {
            state.holdsAll("in_proj_weight", projection(query), projection(key), projection(value));
        } else {
            state.holds("q_proj_weight", "query/kernel", PyTorchModules::projection)
                    .holds("k_proj_weight", "key/kernel", PyTorchModules::projection)
                    .holds("v_proj_weight", "value/kernel", PyTorchModules::projection);
        }
        if (state.has("query/bias")) {
            state.holdsAll(
                    "in_proj_bias",
                    state.view("query/bias").merge(0, 1),
                    state.view("key/bias").merge(0, 1),
                    state.view("value/bias").merge(0, 1));
        } else {
            state.cannotHave("in_proj_bias", "useBias = true");
        }
        state.holds("out_proj.weight", "attention_output/kernel", kernel -> kernel.merge(0, 1)
                        .order(1, 0))
                .holds("out_proj.bias", "attention_output/bias");
    }

    private static boolean isOf(int size, WeightView... projections) {
        return Arrays.stream(projections).allMatch(kernel -> kernel.size(1) * kernel.size(2) == size);
    }

    private static WeightView projection(WeightView kernel) {
        return kernel.merge(1, 2).order(1, 0);
    }

    /** Names and layouts of a layer in code are those of its author. */
    private static void own(StateTensors state) {
        for (Weight weight : ((CodeLayer) state.layer()).weights(List.of())) {
            state.holds(weight.name().replace('/', '.'), weight.name());
        }
    }
}
