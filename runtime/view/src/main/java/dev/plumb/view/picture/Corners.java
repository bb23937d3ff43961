package dev.plumb.view.picture;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Lines with round corners. */
final class Corners {
    private Corners() {}

    /** A corner: a curve from {@code from} to {@code to} towards {@code corner}. */
    private record Bend(Point from, Point corner, Point to) {}

    /** The path of a line in SVG. */
    static String path(Mark.Line line) {
        List<Point> points = line.points();
        if (line.corner() <= 0 || points.size() < 3) {
            return "M" + Svg.points(points);
        }
        StringBuilder path = new StringBuilder("M" + place(points.get(0)));
        for (Bend bend : bends(line)) {
            path.append('L')
                    .append(place(bend.from()))
                    .append('Q')
                    .append(place(bend.corner()))
                    .append(' ')
                    .append(place(bend.to()));
        }
        return path.append('L').append(place(points.get(points.size() - 1))).toString();
    }

    /** The path of a line in Java. */
    static Path2D shape(Mark.Line line) {
        List<Point> points = line.points();
        Path2D path = new Path2D.Double();
        path.moveTo(points.get(0).x(), points.get(0).y());
        if (line.corner() <= 0 || points.size() < 3) {
            points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
            return path;
        }
        for (Bend bend : bends(line)) {
            path.lineTo(bend.from().x(), bend.from().y());
            path.quadTo(
                    bend.corner().x(),
                    bend.corner().y(),
                    bend.to().x(),
                    bend.to().y());
        }
        Point last = points.get(points.size() - 1);
        path.lineTo(last.x(), last.y());
        return path;
    }

    private static List<Bend> bends(Mark.Line line) {
        List<Point> points = line.points();
        List<Bend> bends = new ArrayList<>();
        for (int i = 1; i + 1 < points.size(); i++) {
            Point corner = points.get(i);
            double radius = Math.min(
                    line.corner(),
                    Math.min(distance(points.get(i - 1), corner), distance(corner, points.get(i + 1))) / 2);
            bends.add(new Bend(
                    towards(corner, points.get(i - 1), radius), corner, towards(corner, points.get(i + 1), radius)));
        }
        return bends;
    }

    private static Point towards(Point from, Point to, double distance) {
        double whole = distance(from, to);
        double share = whole == 0 ? 0 : distance / whole;
        return new Point(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share);
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static String place(Point point) {
        return Svg.number(point.x()) + " " + Svg.number(point.y());
    }
}
