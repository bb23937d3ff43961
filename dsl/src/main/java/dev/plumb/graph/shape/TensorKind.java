package dev.plumb.graph.shape;

import java.util.Arrays;
import java.util.Optional;

/** The tensor types of the language as facts: the rank that the author expects. */
public enum TensorKind {
    SCALAR("Scalar", 0, "one number"),
    VEC("Vec", 1, "features"),
    SEQ("Seq", 2, "time, features"),
    IMAGE("Image", 3, "height, width, channels"),
    VOLUME("Volume", 4, "depth, height, width, channels"),
    TOKENS("Tokens", 1, "ids over time"),
    TENSOR("Tensor", -1, "any rank");

    private final String typeName;
    private final int rank;
    private final String axes;

    TensorKind(String typeName, int rank, String axes) {
        this.typeName = typeName;
        this.rank = rank;
        this.axes = axes;
    }

    /** The kind of the tensor type of this simple name. */
    public static Optional<TensorKind> named(String typeName) {
        return Arrays.stream(values())
                .filter(kind -> kind.typeName.equals(typeName))
                .findFirst();
    }

    /** The kind to declare for a tensor of this type. */
    public static TensorKind of(TensorType type) {
        return Arrays.stream(values())
                .filter(kind -> kind != TOKENS && kind.rank == type.rank())
                .findFirst()
                .orElse(TENSOR);
    }

    /** The name of the marker interface: {@code Vec}. */
    public String typeName() {
        return typeName;
    }

    /** The rank in words: {@code rank 1: features}. */
    public String expectation() {
        return rank < 0 ? axes : "rank " + rank + ": " + axes;
    }

    /** Whether a tensor of this type may be declared so. A Scalar may have one axis of size 1. */
    public boolean accepts(TensorType type) {
        return rank < 0
                || type.rank() == rank
                || (this == SCALAR && type.shape().equals(Shape.of(1)));
    }
}
