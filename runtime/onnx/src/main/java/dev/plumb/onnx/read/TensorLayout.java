package dev.plumb.onnx.read;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How an input or output lies here.
 *
 * @param inFile its name in the file
 * @param here its name here
 * @param axes which axis in the file each axis here is, the examples first: [0, 2, 3, 1] for an image whose channels come last here
 */
public record TensorLayout(String inFile, String here, List<Integer> axes) {
    public TensorLayout {
        axes = List.copyOf(axes);
    }

    /** Whether the axes have the order that they have in the file. */
    public boolean isSame() {
        return axes.equals(IntStream.range(0, axes.size()).boxed().toList());
    }

    @Override
    public String toString() {
        return "'" + here + "'" + (inFile.equals(here) ? "" : " ('" + inFile + "' in the file)") + ": "
                + (isSame() ? "axes as in the file" : "its axes are " + axes + " of the file");
    }
}
