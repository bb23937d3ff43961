package dev.plumb.view;

import dev.plumb.graph.Graph;
import dev.plumb.runtime.Drawing;
import dev.plumb.runtime.GraphPlot;
import dev.plumb.runtime.History;
import dev.plumb.view.chart.Curves;
import dev.plumb.view.graph.GraphPicture;
import dev.plumb.view.page.GraphPage;
import dev.plumb.view.page.Page;
import dev.plumb.view.picture.PictureFile;
import dev.plumb.view.picture.Svg;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Draws graphs and learning curves to files. {@code model.plot(…)} and {@code history.plot(…)} come here; a graph without a model is drawn by {@code new
 * Pictures().graph(XModel.graph(), GraphPlot.defaults(), file)}.
 */
public final class Pictures implements Drawing {
    /** As services are made. */
    public Pictures() {}

    @Override
    public void history(History history, Path file) {
        Objects.requireNonNull(history, "the history is null");
        PictureFile.write(
                file,
                () -> Curves.of("Learning curves", history),
                () -> Page.of("Learning curves", Svg.inline(Curves.of("Learning curves", history))));
    }

    @Override
    public void graph(Graph graph, GraphPlot options, Path file) {
        Objects.requireNonNull(graph, "the graph is null");
        Objects.requireNonNull(options, "the options are null: GraphPlot.defaults() are the usual ones");
        PictureFile.write(file, () -> GraphPicture.of(graph, options), () -> GraphPage.of(graph, options));
    }
}
