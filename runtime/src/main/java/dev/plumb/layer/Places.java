package dev.plumb.layer;

import dev.plumb.ops.Var;

/** Where the pixels of images (batch, height, width, channels) lie. */
final class Places {
    private Places() {}

    /** The row of each pixel: (1, height, 1). */
    static Var rows(Var x) {
        return x.recorder().range(x.size(1)).reshape(1, x.size(1), 1);
    }

    /** The column of each pixel: (1, 1, width). */
    static Var columns(Var x) {
        return x.recorder().range(x.size(2)).reshape(1, 1, x.size(2));
    }

    /** The place in the middle of an axis. */
    static float middle(Var x, int axis) {
        return (x.size(axis) - 1) / 2f;
    }
}
