package dev.plumb.keras.model;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.CategoryEncodingLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.HashingLayer;
import dev.plumb.dsl.layer.IntegerLookupLayer;
import dev.plumb.dsl.layer.StringLookupLayer;
import dev.plumb.dsl.layer.TextVectorizationLayer;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;

/** In Keras, an input of float32 may be ids: what takes ids casts them. Here, what is taken as ids is stated so. */
final class Ids {
    private Ids() {}

    /** The element type that a layer takes at one of its inputs, where that is no number of any kind. */
    static TensorType asTakenBy(LayerSpec layer, int input, TensorType type) {
        DType dtype = taken(layer, input);
        return type.dtype() == DType.FLOAT32 && dtype != DType.FLOAT32 ? TensorType.of(type.shape(), dtype) : type;
    }

    private static DType taken(LayerSpec layer, int input) {
        LayerSpec inner = WrapperSpec.innermost(layer);
        if (inner instanceof EmbeddingLayer
                || inner instanceof CategoryEncodingLayer
                || inner instanceof IntegerLookupLayer) {
            return DType.INT32;
        } else if (inner instanceof TextVectorizationLayer || inner instanceof StringLookupLayer) {
            return DType.STRING;
        } else if (inner instanceof HashingLayer) {
            return DType.INT32;
        } else if (inner instanceof ModelLayer nested
                && input < nested.model().inputs().size()) {
            return nested.model().inputs().get(input).type().dtype();
        }
        return DType.FLOAT32;
    }
}
