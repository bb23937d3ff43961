package dev.plumb.view.picture;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture as PNG, in the colours of light pages. Needs no screen, but a font of the machine. */
public final class Png {
    /** Pixels of the file for one of the picture, so that it is sharp on screens of today. */
    private static final double SCALE = 2;
    /** About 200 MB while it is drawn. */
    private static final double MOST_PIXELS = 5e7;

    private final Graphics2D canvas;

    private Png(Graphics2D canvas) {
        this.canvas = canvas;
    }

    /** How many pixels of the file a pixel of the picture becomes: 2, or less if the picture is very large. */
    public static double scale(Picture picture) {
        return Math.min(SCALE, Math.sqrt(MOST_PIXELS / (picture.width() * picture.height())));
    }

    /** The bytes of the file. */
    public static byte[] file(Picture picture) {
        double scale = scale(picture);
        BufferedImage image = new BufferedImage(
                (int) Math.max(1, Math.ceil(picture.width() * scale)),
                (int) Math.max(1, Math.ceil(picture.height() * scale)),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            canvas.setColor(Ink.PAPER.awt(1));
            canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
            canvas.scale(scale, scale);
            picture.marks().forEach(new Png(canvas)::mark);
        } finally {
            canvas.dispose();
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in memory: cannot be
        }
    }

    private void mark(Mark mark) {
        if (mark instanceof Mark.Box box) {
            Shape shape = box.radius() > 0
                    ? new RoundRectangle2D.Double(
                            box.x(), box.y(), box.width(), box.height(), 2 * box.radius(), 2 * box.radius())
                    : new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height());
            box.fill().ifPresent(fill -> fill(shape, fill));
            box.border().ifPresent(pen -> draw(shape, pen));
        } else if (mark instanceof Mark.Disc disc) {
            double radius = disc.radius();
            fill(new Ellipse2D.Double(disc.x() - radius, disc.y() - radius, 2 * radius, 2 * radius), disc.fill());
        } else if (mark instanceof Mark.Line line) {
            draw(Corners.shape(line), line.pen());
        } else if (mark instanceof Mark.Area area) {
            fill(polygon(area.points()), area.fill());
        } else if (mark instanceof Mark.Text text) {
            text(text);
        } else if (mark instanceof Mark.Group group) {
            group.marks().forEach(this::mark);
        }
    }

    private static Shape polygon(List<Point> points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points.get(0).x(), points.get(0).y());
        points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
        path.closePath();
        return path;
    }

    private void fill(Shape shape, Mark.Fill fill) {
        canvas.setColor(fill.ink().awt(fill.opacity()));
        canvas.fill(shape);
    }

    private void draw(Shape shape, Mark.Pen pen) {
        float width = (float) pen.width();
        canvas.setColor(pen.ink().awt(1));
        canvas.setStroke(
                pen.dashed()
                        ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0)
                        : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        canvas.draw(shape);
    }

    private void text(Mark.Text text) {
        Font font = new Font(Font.SANS_SERIF, text.bold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) text.size());
        canvas.setFont(font);
        canvas.setColor(text.ink().awt(1));
        double width =
                font.getStringBounds(text.text(), canvas.getFontRenderContext()).getWidth();
        AffineTransform before = canvas.getTransform();
        canvas.translate(text.x(), text.y());
        if (text.turned()) {
            canvas.rotate(-Math.PI / 2);
        }
        canvas.drawString(text.text(), (float) (-width * text.anchor().share()), 0);
        canvas.setTransform(before);
    }
}
