package dev.plumb.layer;

import dev.plumb.graph.rule.TransposedWindow;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;

/** The windows of the language over concrete arrays: the padding of SAME depends on the input's size. */
final class Windows {
    private Windows() {}

    static Window over(dev.plumb.graph.rule.Window window, Var x) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < window.axes(); axis++) {
            int length = x.size(axis + 1);
            before.add(Math.toIntExact(window.paddingBefore(axis, length)));
            after.add(Math.toIntExact(window.paddingAfter(axis, length)));
        }
        return new Window(window.strides(), window.dilations(), before, after);
    }

    /** The window of the convolution whose transpose maps {@code x} to what a transposed convolution makes of it. */
    static Window over(TransposedWindow transposed, Var x) {
        dev.plumb.graph.rule.Window window = transposed.window();
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < window.axes(); axis++) {
            int length = x.size(axis + 1);
            before.add(Math.toIntExact(transposed.cutBefore(axis, length)));
            after.add(Math.toIntExact(transposed.cutAfter(axis, length)));
        }
        return new Window(window.strides(), window.dilations(), before, after);
    }
}
