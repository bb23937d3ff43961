package dev.plumb.graph.shape;

import dev.plumb.dsl.DType;

/**
 * What is known of a tensor before anything runs: shape without the batch axis, element type, and whether a mask over time travels
 * with it.
 */
public record TensorType(Shape shape, DType dtype, boolean masked) {

    public static TensorType of(Shape shape, DType dtype) {
        return new TensorType(shape, dtype, false);
    }

    /** An unmasked float32 tensor. */
    public static TensorType floats(long... sizes) {
        return of(Shape.of(sizes), DType.FLOAT32);
    }

    public int rank() {
        return shape.rank();
    }

    /** The same element type and mask with another shape. */
    public TensorType withShape(Shape other) {
        return new TensorType(other, dtype, masked);
    }

    /** One step of a sequence: the same without the first axis. */
    public TensorType step() {
        return withShape(new Shape(shape.dims().subList(1, rank())));
    }

    public TensorType withDtype(DType other) {
        return new TensorType(shape, other, masked);
    }

    public TensorType withMask(boolean present) {
        return new TensorType(shape, dtype, present);
    }

    @Override
    public String toString() {
        return dtype == DType.FLOAT32 ? shape.toString() : shape + " " + dtype.label();
    }
}
