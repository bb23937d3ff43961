package dev.plumb.ops;

/** Numbers of rows and columns, which tell on which side of a diagonal an element lies. */
final class Triangles {

    private Triangles() {}

    static Var rows(String op, Var x) {
        Require.that(x.rank() >= 2, () -> op + ": expected rank 2 or more, got rank " + x.rank(), x);
        return x.recorder().range(x.size(-2)).expandDims(1);
    }

    static Var columns(Var x) {
        return x.recorder().range(x.size(-1));
    }
}
