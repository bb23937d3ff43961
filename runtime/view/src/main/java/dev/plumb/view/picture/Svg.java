package dev.plumb.view.picture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A picture as SVG 1.1: texts are texts, so that they can be searched and copied; colours are classes, so that a page, or the reader's own preference for dark
 * pages, decides. Needs nothing from elsewhere, and no script.
 */
public final class Svg {
    private static final String FONT = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,'DejaVu Sans',sans-serif";

    private final StringBuilder text = new StringBuilder();

    private Svg() {}

    /** A file of its own. */
    public static String file(Picture picture) {
        Svg svg = new Svg();
        svg.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        svg.picture(picture, "<style>" + style() + "</style>\n");
        return svg.text.toString();
    }

    /** A part of an HTML page that has {@link #style()}. */
    public static String inline(Picture picture) {
        Svg svg = new Svg();
        svg.picture(picture, "");
        return svg.text.toString();
    }

    /** The colours of all pictures, light and dark, as CSS. */
    public static String style() {
        return ".plumb text{font-family:" + FONT + "}" + colours(false) + "@media (prefers-color-scheme:dark){"
                + colours(true) + "}";
    }

    private static String colours(boolean dark) {
        return List.of(Ink.values()).stream()
                .map(ink -> {
                    String colour = dark ? ink.dark() : ink.light();
                    return ".pf-" + ink.css() + "{fill:" + colour + "}.ps-" + ink.css() + "{stroke:" + colour + "}";
                })
                .collect(Collectors.joining());
    }

    private void picture(Picture picture, String style) {
        String width = number(picture.width());
        String height = number(picture.height());
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plumb\" role=\"img\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">\n",
                width, height, width, height);
        add("<title>%s</title>\n", Markup.escaped(picture.title()));
        text.append(style);
        add("<rect class=\"pf-paper\" width=\"%s\" height=\"%s\"/>\n", width, height);
        picture.marks().forEach(this::mark);
        text.append("</svg>\n");
    }

    private void mark(Mark mark) {
        if (mark instanceof Mark.Box box) {
            box(box);
        } else if (mark instanceof Mark.Disc disc) {
            add(
                    "<circle cx=\"%s\" cy=\"%s\" r=\"%s\"%s/>\n",
                    number(disc.x()),
                    number(disc.y()),
                    number(disc.radius()),
                    look(Optional.of(disc.fill()), Optional.empty()));
        } else if (mark instanceof Mark.Line line) {
            add("<path d=\"%s\"%s/>\n", Corners.path(line), look(Optional.empty(), Optional.of(line.pen())));
        } else if (mark instanceof Mark.Area area) {
            add("<path d=\"M%sZ\"%s/>\n", points(area.points()), look(Optional.of(area.fill()), Optional.empty()));
        } else if (mark instanceof Mark.Text letters) {
            text(letters);
        } else if (mark instanceof Mark.Group group) {
            add("<g><title>%s</title>\n", Markup.escaped(group.about()));
            group.marks().forEach(this::mark);
            text.append("</g>\n");
        }
    }

    private void box(Mark.Box box) {
        String round = box.radius() > 0 ? " rx=\"" + number(box.radius()) + "\"" : "";
        add(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s%s/>\n",
                number(box.x()),
                number(box.y()),
                number(box.width()),
                number(box.height()),
                round,
                look(box.fill(), box.border()));
    }

    private void text(Mark.Text letters) {
        String x = number(letters.x());
        String y = number(letters.y());
        String anchor = letters.anchor() == Mark.Anchor.START
                ? ""
                : " text-anchor=\"" + letters.anchor().css() + "\"";
        String bold = letters.bold() ? " font-weight=\"600\"" : "";
        String turned = letters.turned() ? " transform=\"rotate(-90 " + x + " " + y + ")\"" : "";
        add(
                "<text x=\"%s\" y=\"%s\" font-size=\"%s\" class=\"pf-%s\"%s%s%s>%s</text>\n",
                x,
                y,
                number(letters.size()),
                letters.ink().css(),
                anchor,
                bold,
                turned,
                Markup.escaped(letters.text()));
    }

    private static String look(Optional<Mark.Fill> fill, Optional<Mark.Pen> pen) {
        StringBuilder look = new StringBuilder(" class=\"");
        fill.ifPresent(with -> look.append("pf-").append(with.ink().css()));
        pen.ifPresent(with -> look.append(fill.isPresent() ? " " : "")
                .append("ps-")
                .append(with.ink().css()));
        look.append('"');
        if (fill.isEmpty()) {
            look.append(" fill=\"none\"");
        }
        fill.filter(with -> with.opacity() < 1).ifPresent(with -> look.append(" fill-opacity=\"")
                .append(number(with.opacity()))
                .append('"'));
        pen.ifPresent(with -> look.append(" stroke-width=\"")
                .append(number(with.width()))
                .append("\" stroke-linejoin=\"round\"")
                .append(with.dashed() ? " stroke-dasharray=\"5 4\"" : ""));
        return look.toString();
    }

    static String points(List<Point> points) {
        return IntStream.range(0, points.size())
                .mapToObj(i -> (i == 0 ? "" : "L") + number(points.get(i).x()) + " "
                        + number(points.get(i).y()))
                .collect(Collectors.joining());
    }

    private void add(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments));
    }

    /** At most two digits behind the point. */
    static String number(double value) {
        double rounded = Math.rint(value * 100) / 100;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
