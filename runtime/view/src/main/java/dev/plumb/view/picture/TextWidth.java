package dev.plumb.view.picture;

/**
 * How wide a text will be, without asking for a font: an SVG is drawn by whatever font its reader has, and a machine that writes it may have none. The
 * widths are those of Arial, the widest letters of common fonts (DejaVu Sans) taken into account by a factor.
 */
public final class TextWidth {
    /** Of the letters from space to tilde, in thousandths of the size (Arial; Helvetica has the same). */
    private static final int[] WIDTHS = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
                556, 556, 556, 556,
        278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
                667, 778, 722, 667,
        611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222,
                222, 500, 222, 833,
        556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
    };

    private static final double WIDEST_FONT = 1.15;
    private static final double BOLD = 1.1;
    /** From here on letters are as wide as high: Hangul, Han, emoji. */
    private static final int WIDE = 0x1100;

    private TextWidth() {}

    /** The width in pixels of a text of this size. */
    public static double of(String text, double size) {
        double thousandths = text.codePoints().mapToDouble(TextWidth::width).sum();
        return thousandths / 1000 * size * WIDEST_FONT;
    }

    /** The width of a text in bold letters. */
    public static double ofBold(String text, double size) {
        return of(text, size) * BOLD;
    }

    /** The text, or as much of its beginning and end as fits, with an ellipsis between: names differ at their ends as often as at their beginnings. */
    public static String cut(String text, double size, double width) {
        if (of(text, size) <= width) {
            return text;
        }
        int[] letters = text.codePoints().toArray();
        for (int kept = letters.length - 1; kept > 2; kept--) {
            int front = (kept + 1) / 2;
            int back = kept - front;
            String shorter = new String(letters, 0, front) + "…" + new String(letters, letters.length - back, back);
            if (of(shorter, size) <= width) {
                return shorter;
            }
        }
        return "…";
    }

    private static double width(int letter) {
        int index = letter - ' ';
        if (index >= 0 && index < WIDTHS.length) {
            return WIDTHS[index];
        }
        return letter >= WIDE ? 1000 : 600;
    }
}
