package dev.plumb.onnx.read;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The recurrent layers, and in which order ONNX has the gates that they have here. */
enum RecurrentKind {
    SIMPLE,
    LSTM,
    GRU,
    GRU_RESET_AFTER;

    /** The places in ONNX of the gates here. Of an LSTM ONNX has input, output, forget and cell, and here are input, forget, cell and output. */
    List<Integer> gates() {
        return switch (this) {
            case SIMPLE -> List.of(0);
            case LSTM -> List.of(0, 2, 3, 1);
            case GRU, GRU_RESET_AFTER -> List.of(0, 1, 2);
        };
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
