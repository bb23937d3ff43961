package dev.plumb.view.graph;

import dev.plumb.view.picture.Point;
import java.util.List;
import java.util.Map;

/**
 * A diagram with places.
 *
 * @param boxes of the parts, by their ids
 * @param routes of the links, in their order
 */
record Placed(Diagram diagram, double width, double height, Map<String, Box> boxes, List<Route> routes) {
    /** Where a part lies in the picture. */
    record Box(double x, double y, double width, double height) {}

    /**
     * Where a link runs.
     *
     * @param label where the upper left corner of its label is; of no meaning without one
     */
    record Route(List<Point> points, Point label) {}
}
