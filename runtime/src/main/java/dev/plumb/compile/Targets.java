package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.SampleLoss;
import java.util.List;

/** What targets a loss takes. */
public final class Targets {
    private Targets() {}

    /**
     * The type of the targets of a batch.
     *
     * @param output the shape of the output, with the axis of examples
     */
    public static ArrayType of(SampleLoss loss, List<Integer> output) {
        long[] sizes = output.stream().skip(1).mapToLong(size -> size).toArray();
        Shape shape = loss.targetShape(Shape.of(sizes));
        return TracedGraph.batched(output.get(0), shape, loss.hasSparseTargets() ? DType.INT32 : DType.FLOAT32);
    }
}
