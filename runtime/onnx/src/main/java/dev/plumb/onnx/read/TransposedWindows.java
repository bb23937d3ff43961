package dev.plumb.onnx.read;

import dev.plumb.dsl.Padding;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a transposed convolution comes to its size: ONNX lays all windows, cuts {@code pads} off and adds {@code output_padding} behind; a layer here lays all windows, and what it shall not keep is cropped.
 *
 * @param added the outputPadding of the layer
 */
record TransposedWindows(Padding padding, List<Integer> added, List<Integer> cutBefore, List<Integer> cutAfter) {
    static TransposedWindows of(Windows window, List<Integer> extra) throws Unreadable {
        if (extra.size() != window.axes()) {
            throw new Unreadable(
                    "its attribute output_padding is " + extra + ", expected " + window.axes() + " numbers");
        }
        List<Integer> none =
                IntStream.range(0, window.axes()).mapToObj(axis -> 0).toList();
        if (isSame(window, extra)) {
            return new TransposedWindows(Padding.SAME, none, none, none);
        }
        if (window.isSame()) {
            throw new Unreadable("its attribute auto_pad cuts an odd number of cells off: export it with pads");
        }
        List<Integer> added = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < window.axes(); axis++) {
            int cut = window.after().get(axis) - extra.get(axis);
            added.add(Math.max(-cut, 0));
            after.add(Math.max(cut, 0));
        }
        return new TransposedWindows(Padding.VALID, added, window.before(), after);
    }

    /** Whether n cells become n times the stride, half of what is too much cut off before. */
    private static boolean isSame(Windows window, List<Integer> extra) {
        return IntStream.range(0, window.axes()).allMatch(axis -> {
            int total = window.reach(axis) - window.strides().get(axis);
            return total >= 0
                    && (window.isSame()
                            ? total % 2 == 0 && extra.get(axis) == 0
                            : total > 0
                                    && window.before().get(axis) == total / 2
                                    && window.after().get(axis) - extra.get(axis) == total - total / 2);
        });
    }

    boolean isCropped() {
        return IntStream.range(0, cutBefore.size()).anyMatch(axis -> cutBefore.get(axis) > 0 || cutAfter.get(axis) > 0);
    }
}
