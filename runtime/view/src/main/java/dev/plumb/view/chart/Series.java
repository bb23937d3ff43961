package dev.plumb.view.chart;

import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Point;
import java.util.List;

/**
 * Values of a chart that belong together.
 *
 * @param name in the legend
 * @param points their values on both axes, in the order in which they are joined; where one is not finite, the line has a gap
 * @param dashed whether the line has gaps, as one for comparison
 */
public record Series(String name, List<Point> points, Ink ink, boolean dashed) {
    public Series {
        points = List.copyOf(points);
    }

    /** Joined by a line without gaps. */
    public static Series of(String name, List<Point> points, Ink ink) {
        return new Series(name, points, ink, false);
    }
}
