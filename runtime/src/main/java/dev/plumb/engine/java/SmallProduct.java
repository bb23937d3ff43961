package dev.plumb.engine.java;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.PostOp;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The product of a few rows with weights that stay the same, with bias and activation. The weights are copied to the Java heap, row by row, whenever they change:
 * the loop over the columns of four rows is one that the JVM makes vector instructions of.
 */
final class SmallProduct {
}
