package dev.plumb.runtime;

import dev.plumb.data.Dataset;
import dev.plumb.graph.build.Nesting;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A class that was generated for a model, or for a part of one: a network with the types of its inputs and outputs. */
public interface TypedModel {
    /** The model without the types of its inputs and outputs: weights, layers, graph. */
    Network network();

    /** The same model, with its predictions computed by a backend; see {@link Network#on}. */
    TypedModel on(Backend backend);

    /** Throws unless a file holds what this model is and computes; see {@link Network#verifySaved}. */
    default void verifySaved(Path file) {
        network().verifySaved(file);
    }

    /**
     * Adapts the layers that learn from data before training, such as normalizations and vocabularies, to the inputs of a data set: of the
     * training data alone; see {@link Network#adapt(Dataset)}.
     */
    default void adapt(Dataset<?, ?> data) {
        network().adapt(data);
    }

    /** As {@link #adapt(Dataset)}, to arrays, in the order of the inputs. */
    default void adapt(INDArray... inputs) {
        network().adapt(List.of(inputs));
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
