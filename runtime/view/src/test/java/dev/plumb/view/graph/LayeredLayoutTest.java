package dev.plumb.view.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.view.picture.Point;
import dev.plumb.view.picture.TextWidth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places: nothing lies on anything else, wires end at their boxes, texts fit. */
final class LayeredLayoutTest {
    private static Diagram.Part part(String id, String within, Diagram.Kind kind, String... facts) {
        return new Diagram.Part(id, within, kind, "Dense", id, List.of(facts), id, false, false);
    }

    /** Two paths, one of them through two scopes, a wire past all of them, and a doubled wire with labels. */
    private static Diagram diagram() {
        return new Diagram(
                "test",
                List.of(
                        part("in", "", Diagram.Kind.INPUT, "(4)"),
                        part("outer", "", Diagram.Kind.SCOPE),
                        part("outer/inner", "outer", Diagram.Kind.SCOPE),
                        part("outer/inner/a", "outer/inner", Diagram.Kind.WEIGHTY, "(4)", "20 parameters"),
                        part("outer/inner/b", "outer/inner", Diagram.Kind.PLAIN),
                        part("outer/c", "outer", Diagram.Kind.FOLDED, "aLongLineThatMakesItsBoxWide ".repeat(3)),
                        part("d", "", Diagram.Kind.PLAIN),
                        part("end", "", Diagram.Kind.WEIGHTY)),
                List.of(
                        new Diagram.Link("in", "outer/inner/a", ""),
                        new Diagram.Link("outer/inner/a", "outer/inner/b", "query"),
                        new Diagram.Link("outer/inner/a", "outer/inner/b", "value"),
                        new Diagram.Link("outer/inner/b", "outer/c", ""),
                        new Diagram.Link("in", "d", ""),
                        new Diagram.Link("outer/c", "end", ""),
                        new Diagram.Link("d", "end", ""),
                        new Diagram.Link("in", "end", "")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void boxesAreApartOrInEachOther(boolean leftToRight) {
        Placed placed = LayeredLayout.of(diagram(), leftToRight);
        Map<String, Placed.Box> boxes = placed.boxes();
        List<Diagram.Part> parts = diagram().parts();
        assertEquals(parts.size(), boxes.size());
        for (Diagram.Part one : parts) {
            for (Diagram.Part other : parts) {
                if (one.id().equals(other.id())) {
                    continue;
                }
                Placed.Box a = boxes.get(one.id());
                Placed.Box b = boxes.get(other.id());
                if (other.id().startsWith(one.id() + "/")) {
                    assertTrue(contains(a, b), one.id() + " is around " + other.id());
                } else if (!one.id().startsWith(other.id() + "/")) {
                    assertTrue(areApart(a, b), one.id() + " and " + other.id() + " are apart");
                }
            }
        }
    }

    private static boolean contains(Placed.Box a, Placed.Box b) {
        return b.x() >= a.x()
                && b.y() >= a.y() + BoxText.HEAD
                && b.x() + b.width() <= a.x() + a.width()
                && b.y() + b.height() <= a.y() + a.height();
    }

    private static boolean areApart(Placed.Box a, Placed.Box b) {
        return a.x() + a.width() <= b.x()
                || b.x() + b.width() <= a.x()
                || a.y() + a.height() <= b.y()
                || b.y() + b.height() <= a.y();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wiresBeginAndEndAtTheirBoxesAndCrossNoOther(boolean leftToRight) {
        Placed placed = LayeredLayout.of(diagram(), leftToRight);
        for (int i = 0; i < placed.routes().size(); i++) {
            Diagram.Link link = placed.diagram().links().get(i);
            List<Point> points = placed.routes().get(i).points();
            assertTrue(isAtBorder(points.get(0), placed.boxes().get(link.from())), link + " begins at its box");
            assertTrue(
                    isAtBorder(points.get(points.size() - 1), placed.boxes().get(link.to())),
                    link + " ends at its box");
            for (Diagram.Part part : placed.diagram().parts()) {
                if (part.kind() != Diagram.Kind.SCOPE) {
                    for (int j = 1; j < points.size(); j++) {
                        assertTrue(
                                passes(
                                        points.get(j - 1),
                                        points.get(j),
                                        placed.boxes().get(part.id())),
                                link + " crosses " + part.id());
                    }
                }
            }
        }
    }

    private static boolean isAtBorder(Point point, Placed.Box box) {
        double inside = 0.5;
        boolean within = point.x() >= box.x() - inside
                && point.x() <= box.x() + box.width() + inside
                && point.y() >= box.y() - inside
                && point.y() <= box.y() + box.height() + inside;
        return within && passes(point, point, box);
    }

    /** Whether a line along an axis has no point in a box, but for its border. */
    private static boolean passes(Point a, Point b, Placed.Box box) {
        double border = 0.5;
        return Math.max(a.x(), b.x()) <= box.x() + border
                || Math.min(a.x(), b.x()) >= box.x() + box.width() - border
                || Math.max(a.y(), b.y()) <= box.y() + border
                || Math.min(a.y(), b.y()) >= box.y() + box.height() - border;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void textsFitIntoTheirBoxes(boolean leftToRight) {
        Placed placed = LayeredLayout.of(diagram(), leftToRight);
        for (Diagram.Part part : placed.diagram().parts()) {
            Placed.Box box = placed.boxes().get(part.id());
            if (part.kind() == Diagram.Kind.SCOPE) {
                String head = BoxText.head(part, box.width());
                assertTrue(TextWidth.ofBold(head, BoxText.SMALL) <= box.width() - 16, part.id());
            } else {
                for (String line : BoxText.lines(part)) {
                    assertTrue(TextWidth.of(line, BoxText.SMALL) <= box.width() - 2 * BoxText.PADDING, line);
                }
            }
        }
    }
}
