package dev.plumb.keras;

import dev.plumb.runtime.WeightSource;
import java.util.List;

/**
 * A layer of a file.
 *
 * @param name its name, after those of the models that it is nested in
 * @param kind its class as file entries spell it, {@code conv2d}; "" where the file does not say
 * @param weights its arrays in the order in which the layer has its weights
 */
record KerasLayer(String name, String kind, List<WeightSource.Values> weights) implements WeightSource.Layer {
    KerasLayer {
        weights = List.copyOf(weights);
    }

    @Override
    public String toString() {
        return name + weights;
    }

    @Override
    public boolean isNamed() {
        return false;
    }
}
