package dev.plumb.view.graph;

import dev.plumb.graph.Graph;
import dev.plumb.runtime.GraphPlot;
import dev.plumb.view.picture.Ink;
import dev.plumb.view.picture.Mark;
import dev.plumb.view.picture.Picture;
import dev.plumb.view.picture.Point;
import dev.plumb.view.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** How a graph looks: boxes with a stripe that says what they are, wires with round corners. */
public final class GraphPicture {
    private static final double ARROW = 8;
    private static final double CORNER = 6;
    private static final double ROUND = 6;

    private final Placed placed;
    private final List<Mark> marks = new ArrayList<>();

    private GraphPicture(Placed placed) {
        this.placed = placed;
    }

    /** Draws a graph. */
    public static Picture of(Graph graph, GraphPlot options) {
        return of(LayeredLayout.of(DiagramMaker.of(graph, options), options.isLeftToRight()));
    }

    static Picture of(Placed placed) {
        return new GraphPicture(placed).picture();
    }

    private Picture picture() {
        List<Diagram.Part> parts = placed.diagram().parts();
        parts.stream().filter(part -> part.kind() == Diagram.Kind.SCOPE).forEach(this::scope);
        for (int i = 0; i < placed.routes().size(); i++) {
            wire(placed.diagram().links().get(i), placed.routes().get(i));
        }
        parts.stream().filter(part -> part.kind() == Diagram.Kind.SCOPE).forEach(this::head);
        parts.stream().filter(part -> part.kind() != Diagram.Kind.SCOPE).forEach(this::box);
        return new Picture(
                Math.ceil(placed.width()),
                Math.ceil(placed.height()),
                placed.diagram().title(),
                marks);
    }

    private Placed.Box at(Diagram.Part part) {
        return placed.boxes().getOrDefault(part.id(), new Placed.Box(0, 0, 0, 0));
    }

    /** Boxes in boxes differ in shade. */
    private void scope(Diagram.Part part) {
        Placed.Box at = at(part);
        marks.add(new Mark.Group(
                part.about(),
                List.of(Mark.Box.framed(
                        at.x(),
                        at.y(),
                        at.width(),
                        at.height(),
                        ROUND + 2,
                        Mark.Fill.of(shade(part)),
                        Mark.Pen.of(Ink.GRID, 1)))));
    }

    private static Ink shade(Diagram.Part part) {
        long depth = part.id().chars().filter(letter -> letter == '/').count();
        return depth % 2 == 0 ? Ink.PANEL : Ink.INSET;
    }

    /** The head of a scope, over the wires that pass below it. */
    private void head(Diagram.Part part) {
        Placed.Box at = at(part);
        String head = BoxText.head(part, at.width());
        double width = TextWidth.ofBold(head, BoxText.SMALL);
        marks.add(Mark.Box.filled(at.x() + 8, at.y() + 6, width + 6, BoxText.LINE + 1, 3, Mark.Fill.of(shade(part))));
        marks.add(Mark.Text.of(at.x() + 12, at.y() + 19, head, BoxText.SMALL, Ink.FAINT, Mark.Anchor.START)
                .inBold());
    }

    private void wire(Diagram.Link link, Placed.Route route) {
        List<Point> points = new ArrayList<>(route.points());
        Point tip = points.get(points.size() - 1);
        Point before = points.get(points.size() - 2);
        double length = Math.hypot(tip.x() - before.x(), tip.y() - before.y());
        double dx = length == 0 ? 0 : (tip.x() - before.x()) / length;
        double dy = length == 0 ? 1 : (tip.y() - before.y()) / length;
        Point base = new Point(tip.x() - dx * ARROW, tip.y() - dy * ARROW);
        points.set(points.size() - 1, base);
        List<Mark> drawn = new ArrayList<>();
        drawn.add(new Mark.Line(points, Mark.Pen.of(Ink.FRAME, 1.5), CORNER));
        double half = ARROW / 2.2;
        drawn.add(new Mark.Area(
                List.of(
                        tip,
                        new Point(base.x() - dy * half, base.y() + dx * half),
                        new Point(base.x() + dy * half, base.y() - dx * half)),
                Mark.Fill.of(Ink.FRAME)));
        if (!link.label().isEmpty()) {
            drawn.add(Mark.Text.of(
                    route.label().x(),
                    route.label().y() + BoxText.LABEL,
                    link.label(),
                    BoxText.LABEL,
                    Ink.FAINT,
                    Mark.Anchor.START));
        }
        String about = link.from() + " → " + link.to() + (link.label().isEmpty() ? "" : ": " + link.label());
        marks.add(new Mark.Group(about, drawn));
    }

    private void box(Diagram.Part part) {
        Placed.Box at = at(part);
        Ink colour = colour(part.kind());
        double radius = part.kind() == Diagram.Kind.INPUT ? at.height() / 2 : ROUND;
        Mark.Pen border = part.isOutput() ? Mark.Pen.of(Ink.ORANGE, 2.5) : Mark.Pen.of(colour, 1.25);
        List<Mark> drawn = new ArrayList<>();
        if (part.kind() == Diagram.Kind.FOLDED) {
            drawn.add(Mark.Box.framed(
                    at.x() + 4,
                    at.y() + 4,
                    at.width(),
                    at.height(),
                    radius,
                    Mark.Fill.of(Ink.PANEL),
                    Mark.Pen.of(colour, 1)));
        }
        drawn.add(Mark.Box.framed(
                at.x(),
                at.y(),
                at.width(),
                at.height(),
                Math.min(radius, 24),
                Mark.Fill.of(Ink.PAPER),
                part.isFrozen() ? border.withGaps() : border));
        double middle = at.x() + at.width() / 2;
        double baseline = at.y() + BoxText.PADDING + 11;
        drawn.add(Mark.Text.of(middle, baseline, BoxText.layer(part), BoxText.SMALL, colour, Mark.Anchor.MIDDLE)
                .inBold());
        List<String> lines = BoxText.lines(part);
        for (int i = 0; i < lines.size(); i++) {
            baseline += BoxText.LINE;
            drawn.add(Mark.Text.of(
                    middle,
                    baseline,
                    lines.get(i),
                    i == 0 ? BoxText.SIZE : BoxText.SMALL,
                    i == 0 ? Ink.TEXT : Ink.FAINT,
                    Mark.Anchor.MIDDLE));
        }
        marks.add(new Mark.Group(part.about(), drawn));
    }

    private static Ink colour(Diagram.Kind kind) {
        return switch (kind) {
            case INPUT -> Ink.TEAL;
            case WEIGHTY -> Ink.BLUE;
            case FOLDED -> Ink.PURPLE;
            case PLAIN, SCOPE -> Ink.FAINT;
        };
    }
}
