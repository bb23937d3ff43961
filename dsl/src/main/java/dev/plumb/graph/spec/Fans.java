package dev.plumb.graph.spec;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;

/** How many inputs and outputs a unit of a weight has: what initializers scale by. */
public record Fans(long in, long out) {

    /**
     * The rule of Keras for kernels: the second to last axis holds inputs, the last one outputs, each times the window in front of them. A
     * vector has its size for both.
     */
    public static Fans of(Shape shape) {
        if (shape.rank() < 2) {
            long size = shape.elements().size();
            return new Fans(size, size);
        }
        Dim window = new Shape(shape.dims().subList(0, shape.rank() - 2)).elements();
        return new Fans(
                window.times(shape.dim(-2)).size(), window.times(shape.dim(-1)).size());
    }
}
