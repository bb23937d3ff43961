package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * What draws: a service, so that who only trains and predicts carries no library for layout. The module {@code plumb-view} provides it.
 *
 * <p>The kind of file follows from the ending of its name, {@code .svg}, {@code .png} or {@code .html}.
 */
public interface Drawing {
    /** Draws learning curves to a file. */
    void history(History history, Path file);

    /** Draws a graph to a file. */
    void graph(Graph graph, GraphPlot options, Path file);

    /**
     * The one of this program.
     *
     * @param wanted the call that needs it, for the message
     * @throws IllegalStateException if there is none; the message says what to add
     */
    static Drawing find(String wanted) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Stream.of(Optional.ofNullable(context), Optional.ofNullable(Drawing.class.getClassLoader()))
                .flatMap(Optional::stream)
                .map(loader -> ServiceLoader.load(Drawing.class, loader).findFirst())
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                wanted
                                        + " needs the module that draws: add dev.plumb:plumb-view to the dependencies, in the version of dev.plumb:plumb-runtime"));
    }
}
