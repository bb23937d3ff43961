package dev.plumb.onnx.read;

import dev.plumb.runtime.WeightSource;
import java.util.List;

/** A layer with the weights that it has in the file, which have their names here. */
record ReadLayer(String name, List<WeightSource.Values> weights) implements WeightSource.Layer {
    ReadLayer {
        weights = List.copyOf(weights);
    }

    @Override
    public boolean isNamed() {
        return true;
    }
}
