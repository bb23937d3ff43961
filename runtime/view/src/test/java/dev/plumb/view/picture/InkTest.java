package dev.plumb.view.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Colours that can be read, on light pages and on dark ones. */
final class InkTest {
    private static final List<Ink> BELOW = List.of(Ink.PAPER, Ink.PANEL, Ink.INSET, Ink.GRID);

    @ParameterizedTest
    @EnumSource(Ink.class)
    void textsAndLinesStandOutFromWhatTheyAreOn(Ink ink) {
        if (BELOW.contains(ink)) {
            return;
        }
        double least = ink == Ink.FRAME ? 3 : 4.5;
        for (Ink below : List.of(Ink.PAPER, Ink.PANEL)) {
            assertTrue(contrast(ink.light(), below.light()) >= least, ink + " on light " + below);
            assertTrue(contrast(ink.dark(), below.dark()) >= least, ink + " on dark " + below);
        }
    }

    @Test
    void seriesBeginAgainAfterTheLastColour() {
        assertEquals(Ink.BLUE, Ink.series(0));
        assertEquals(Ink.ORANGE, Ink.series(1));
        assertEquals(Ink.series(0), Ink.series(6));
    }

    /** WCAG 2.2, "contrast ratio". */
    private static double contrast(String one, String other) {
        double a = luminance(Color.decode(one));
        double b = luminance(Color.decode(other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
