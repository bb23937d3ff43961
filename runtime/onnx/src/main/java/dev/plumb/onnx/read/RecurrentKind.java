package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The recurrent layers, and in which order ONNX has the gates that they have here. */
enum RecurrentKind {
    SIMPLE(List.of(0)),
    /** ONNX: input, output, forget, cell; here: input, forget, cell, output. */
    LSTM(List.of(0, 2, 3, 1)),
    GRU(List.of(0, 1, 2)),
    GRU_RESET_AFTER(List.of(0, 1, 2));

    private final List<Integer> gates;

    RecurrentKind(List<Integer> gates) {
        this.gates = gates;
    }

    /** The places in ONNX of the gates here. */
    List<Integer> gates() {
        return gates;
    }

    /** How many functions ONNX states for one direction. */
    int functions() {
        return this == SIMPLE ? 1 : this == LSTM ? 3 : 2;
    }

    LayerSpec layer(int units, boolean useBias) {
        return switch (this) {
            case SIMPLE -> Layers.simpleRNN(units).useBias(useBias);
            case LSTM -> Layers.lstm(units).useBias(useBias);
            case GRU -> Layers.gru(units).useBias(useBias).resetAfter(false);
            case GRU_RESET_AFTER -> Layers.gru(units).useBias(useBias);
        };
    }
}
