package dev.plumb.processor.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.processor.read.JavaName;
import java.util.List;
import java.util.Optional;

/**
 * A part of a model that its class offers as a model of its own.
 *
 * @param name of the method that returns it
 * @param from the layer that it begins behind, or "" for the inputs
 * @param layer what it gives
 * @param inputs what it takes
 * @param outputs what it gives, and how that is trained
 * @param graph what it is, if the model is sound
 */
public record Extraction(
        String name,
        String from,
        String layer,
        List<Draft.Input> inputs,
        List<Draft.Output> outputs,
        Optional<Graph> graph) {
    public Extraction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The name of its class. */
    public String className() {
        return JavaName.capitalized(name);
    }
}
