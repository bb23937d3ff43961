package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.AttributeChecks;
import java.util.List;

/** The family of layers that bring images to a stated size: (…, …, channels) to (height, width, channels). */
public interface SizedImageSpec extends ImageSpec {
    /** The number of rows of the result. */
    int height();

    /** The number of columns of the result. */
    int width();

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("height", height());
        checks.positive("width", width());
    }

    @Override
    default Shape shape(Shape image) {
        return new Shape(List.of(Dim.of(height()), Dim.of(width()), image.last()));
    }
}
