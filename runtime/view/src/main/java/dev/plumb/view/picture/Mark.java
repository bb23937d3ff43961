package dev.plumb.view.picture;

import java.util.List;
import java.util.Optional;

/** What a picture is made of. */
public sealed interface Mark {

    /**
     * How an area is filled.
     *
     * @param opacity from 0 to 1
     */
    record Fill(Ink ink, double opacity) {
        /** Nothing of what is below can be seen. */
        public static Fill of(Ink ink) {
            return new Fill(ink, 1);
        }
    }

    /** How a line is drawn; {@code width} is in pixels. */
    record Pen(Ink ink, double width, boolean dashed) {
        /** A line without gaps. */
        public static Pen of(Ink ink, double width) {
            return new Pen(ink, width, false);
        }

        /** The same with gaps. */
        public Pen withGaps() {
            return new Pen(ink, width, true);
        }
    }

    /** Which end of a text its place is. */
    enum Anchor {
        /** It begins there. */
        START("start", 0),
        /** Its middle is there. */
        MIDDLE("middle", 0.5),
        /** It ends there. */
        END("end", 1);

        private final String css;
        private final double share;

        Anchor(String css, double share) {
            this.css = css;
            this.share = share;
        }

        String css() {
            return css;
        }

        /** How much of the text lies before its place. */
        double share() {
            return share;
        }
    }

    /** A rectangle with round corners. */
    record Box(
            double x, double y, double width, double height, double radius, Optional<Fill> fill, Optional<Pen> border)
            implements Mark {
        /** Without a border. */
        public static Box filled(double x, double y, double width, double height, double radius, Fill fill) {
            return new Box(x, y, width, height, radius, Optional.of(fill), Optional.empty());
        }

        /** With a border. */
        public static Box framed(
                double x, double y, double width, double height, double radius, Fill fill, Pen border) {
            return new Box(x, y, width, height, radius, Optional.of(fill), Optional.of(border));
        }
    }

    /** A disc. */
    record Disc(double x, double y, double radius, Fill fill) implements Mark {}

    /**
     * A line through points.
     *
     * @param corner the radius of its corners, or 0
     */
    record Line(List<Point> points, Pen pen, double corner) implements Mark {
        public Line {
            points = List.copyOf(points);
        }

        /** From one point to another. */
        public static Line of(double x1, double y1, double x2, double y2, Pen pen) {
            return new Line(List.of(new Point(x1, y1), new Point(x2, y2)), pen, 0);
        }
    }

    /** An area between lines from point to point. */
    record Area(List<Point> points, Fill fill) implements Mark {
        public Area {
            points = List.copyOf(points);
        }
    }

    /**
     * A text of one line.
     *
     * @param y of the line that it stands on
     * @param size of the letters, in pixels
     * @param turned by a quarter to the left, around its place
     */
    record Text(double x, double y, String text, double size, Ink ink, Anchor anchor, boolean bold, boolean turned)
            implements Mark {
        /** A text that lies. */
        public static Text of(double x, double y, String text, double size, Ink ink, Anchor anchor) {
            return new Text(x, y, text, size, ink, anchor, false, false);
        }

        /** The same in bold letters. */
        public Text inBold() {
            return new Text(x, y, text, size, ink, anchor, true, turned);
        }

        /** The same, from the bottom to the top. */
        public Text upwards() {
            return new Text(x, y, text, size, ink, anchor, bold, true);
        }
    }

    /**
     * Marks that belong together.
     *
     * @param about what a reader of the SVG is told who points at it
     */
    record Group(String about, List<Mark> marks) implements Mark {
        public Group {
            marks = List.copyOf(marks);
        }
    }
}
