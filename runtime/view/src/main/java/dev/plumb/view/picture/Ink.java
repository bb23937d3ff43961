package dev.plumb.view.picture;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * The colours of pictures by what they are for: one for light pages and one for dark ones. Those of texts have a contrast of at least 4.5 to the paper, those
 * of lines and areas of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11); series can be told apart without red and green.
 */
public enum Ink {
    /** What everything is drawn on. */
    PAPER("#ffffff", "#0d1117"),
    /** Boxes that lie on the paper. */
    PANEL("#f6f8fa", "#161b22"),
    /** Boxes that lie in those. */
    INSET("#eceff2", "#1d242d"),
    /** Texts. */
    TEXT("#1f2328", "#e6edf3"),
    /** Texts that are less important. */
    FAINT("#59636e", "#9198a1"),
    /** Lines behind what is drawn. */
    GRID("#e1e5ea", "#2a313a"),
    /** Borders and wires. */
    FRAME("#818b98", "#768390"),
    /** What is wrong. */
    WRONG("#cf222e", "#ff7b72"),

    /** The first series. */
    BLUE("#2160c4", "#6ca4f8"),
    /** The second series. */
    ORANGE("#b35900", "#f0a04b"),
    /** The third series. */
    TEAL("#0b7a75", "#3fc1b5"),
    /** The fourth series. */
    PURPLE("#7c3aad", "#c297ff"),
    /** The fifth series. */
    OLIVE("#6b6b00", "#cfc446"),
    /** The sixth series. */
    PINK("#bf3989", "#f778ba");

    private static final List<Ink> SERIES = List.of(BLUE, ORANGE, TEAL, PURPLE, OLIVE, PINK);

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** The colour of a series by its index, from 0; after the last comes the first again. */
    public static Ink series(int index) {
        return SERIES.get(index % SERIES.size());
    }

    /** On light pages, as CSS writes it. */
    public String light() {
        return light;
    }

    /** On dark pages, as CSS writes it. */
    public String dark() {
        return dark;
    }

    /** Its name in CSS. */
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** On light pages, more or less transparent. */
    Color awt(double opacity) {
        Color opaque = Color.decode(light);
        return new Color(opaque.getRed(), opaque.getGreen(), opaque.getBlue(), (int) Math.round(255 * opacity));
    }
}
