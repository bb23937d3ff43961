package dev.plumb.keras.model;

import dev.plumb.graph.Draft;
import java.util.List;
import java.util.Map;

/**
 * A model of Keras, read.
 *
 * @param draft the model; without the layers that have no counterpart
 * @param names the path of each layer in Keras by its path here, where they differ
 * @param masked layers whose first inputs have a mask in Keras: path, and index of the input
 * @param functions layers that are functions in Keras, which drop masks: path, and the function in words
 * @param refused what has no counterpart, each with the layer's path in Keras, its class and the reason
 */
public record ModelDescription(
        Draft draft,
        Map<String, String> names,
        List<MaskedInput> masked,
        Map<String, String> functions,
        List<String> refused) {
    public ModelDescription {
        names = Map.copyOf(names);
        masked = List.copyOf(masked);
        functions = Map.copyOf(functions);
        refused = List.copyOf(refused);
    }

    /** The same of another draft, such as one with losses. */
    public ModelDescription with(Draft other) {
        return new ModelDescription(other, names, masked, functions, refused);
    }

    /**
     * An input of a layer that Keras masks.
     *
     * @param layer the layer's path here
     * @param title the layer in words
     * @param input the index of the input
     */
    public record MaskedInput(String layer, String title, int input) {}
}
