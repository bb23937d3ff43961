package dev.plumb.view.picture;

import java.util.List;

/**
 * A picture as data.
 *
 * @param width in pixels of CSS
 * @param height in pixels of CSS
 * @param title what it shows, for who cannot see it
 * @param marks each over those before it
 */
public record Picture(double width, double height, String title, List<Mark> marks) {
    public Picture {
        marks = List.copyOf(marks);
    }
}
