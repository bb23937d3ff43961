package dev.plumb.runtime;

import dev.plumb.graph.build.Nesting;
import java.nio.file.Path;

/** A class that was generated for a model, or for a part of one: a network with the types of its inputs and outputs. */
public interface TypedModel {
    /** The model without the types of its inputs and outputs: weights, layers, graph. */
    Network network();

    /** Throws unless a file holds what this model is and computes; see {@link Network#verifySaved}. */
    default void verifySaved(Path file) {
        network().verifySaved(file);
    }

    /** Prints the table of layers, shapes and parameters, with nested models, blocks and repetitions as is said. */
    default void summary(Nesting nesting) {
        network().summary(nesting);
    }

    /** The table of layers, shapes and parameters, with nested models, blocks and repetitions as is said. */
    default String summaryText(Nesting nesting) {
        return network().summaryText(nesting);
    }

    /** Draws the graph, from top to bottom; see {@link Network#plot(Path, GraphPlot)}. */
    default void plot(Path file) {
        network().plot(file);
    }

    /** Draws the graph as {@code .svg}, {@code .png} or {@code .html}; see {@link Network#plot(Path, GraphPlot)}. */
    default void plot(Path file, GraphPlot options) {
        network().plot(file, options);
    }
}
