package dev.plumb.engine.java;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.ArgSort;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Cast;
import dev.plumb.ops.op.DropoutMask;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.LinearRecurrence;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Power;
import dev.plumb.ops.op.Print;
import dev.plumb.ops.op.QuantizationStep;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.ops.op.ScatterAlong;
import dev.plumb.ops.op.ScoreMask;
import dev.plumb.ops.op.Select;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SortLast;
import dev.plumb.ops.op.TakeAlong;
import dev.plumb.ops.op.WriteRows;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kernels in plain Java, for the ops that libraries lack. Holds no state. */
public final class JavaKernels implements KernelProvider {

    /** Elements that a kernel works on at a time in heap memory, where loops vectorise. */
    static final int BLOCK = 4096;

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return work -> {
            Optional<Kernel> kernel = kernel(work);
            kernel.ifPresent(made -> kernels.add(made, work.prologue()));
            return kernel.isPresent();
        };
    }

    private static Optional<Kernel> kernel(Work work) {
        Op op = work.op();
        if (op instanceof Gather gather) {
            return Optional.of(Lookups.gather(gather, work));
        } else if (op instanceof ScatterAdd scatter) {
            return Optional.of(Lookups.scatterAdd(scatter, work));
        } else if (op instanceof TakeAlong) {
            return Optional.of(Lookups.takeAlong(work));
        } else if (op instanceof ScatterAlong) {
            return Optional.of(Lookups.scatterAlong(work));
        } else if (op instanceof ArgMax) {
            return Optional.of(argMax(work));
        } else if (op instanceof SortLast) {
            return Optional.of(Sorting.sortLast(work));
        } else if (op instanceof Cast) {
            return Optional.of(cast(work));
        } else if (op instanceof DropoutMask mask) {
            return Optional.of(RandomMask.kernel(mask, work));
        } else if (op instanceof Broadcast) {
            return Optional.of(StridedBroadcast.kernel(work.input(0), work.output(0)));
        } else if (op instanceof Reduce reduce) {
            return Optional.of(StridedReduction.kernel(reduce, work));
        } else if (op instanceof Elementwise function) {
            return ElementLoops.elementwise(function.function(), work);
        }
        return rare(op, work);
    }

    private static Optional<Kernel> rare(Op op, Work work) {
        if (op instanceof Select) {
            return Optional.of(ElementLoops.select(work));
        } else if (op instanceof Power) {
            return Optional.of(ElementLoops.power(work));
        } else if (op instanceof ArgSort sort) {
            return Optional.of(Sorting.argSort(sort, work));
        } else if (op instanceof LinearRecurrence recurrence) {
            return Optional.of(Recurrences.kernel(recurrence, work));
        } else if (op instanceof Softmax softmax && softmax.log()) {
            return Optional.of(LogSoftmax.kernel(softmax, work));
        } else if (op instanceof RandomNumbers numbers) {
            return Optional.of(RandomDraws.kernel(numbers, work));
        } else if (op instanceof WriteRows write) {
            return Optional.of(RowWrites.kernel(write, work));
        } else if (op instanceof ScoreMask mask) {
            return Optional.of(ScoreMasks.kernel(mask, work));
        } else if (op instanceof QuantizationStep step) {
            return Optional.of(QuantizationSteps.kernel(step, work));
        } else if (op instanceof Print print) {
            return Optional.of(Printing.kernel(print, work));
        }
        return Optional.empty();
    }

    static void fill(FloatBuffer to, int elements, float[] block) {
        for (int begin = 0; begin < elements; begin += block.length) {
            to.put(begin, block, 0, Math.min(block.length, elements - begin));
        }
    }

    private static Kernel argMax(Work work) {
        int count = work.input(0).type().size(-1);
        FloatBuffer from = work.input(0).borrowFloats();
        IntBuffer to = work.output(0).borrowInts();
        int rows = work.output(0).type().elements();
        return task(work, () -> {
            for (int row = 0; row < rows; row++) {
                int best = 0;
                float largest = from.get(row * count);
                for (int index = 1; index < count; index++) {
                    float value = from.get(row * count + index);
                    if (value > largest) {
                        largest = value;
                        best = index;
                    }
                }
                to.put(row, best);
            }
        });
    }

    private static Kernel cast(Work work) {
        DType from = work.input(0).type().dtype();
        DType to = work.output(0).type().dtype();
        int elements = work.output(0).type().elements();
        return switch (to) {
            case FLOAT32 -> toFloats(work, from, elements);
            case INT32 -> toInts(work, from, elements);
            case BOOL -> toBooleans(work, from, elements);
            case STRING -> throw noNumbers();
        };
    }

    private static Kernel toFloats(Work work, DType from, int elements) {
        FloatBuffer target = work.output(0).borrowFloats();
        ByteBuffer bytes = work.input(0).bytes();
        return task(work, () -> {
            for (int index = 0; index < elements; index++) {
                target.put(
                        index,
                        switch (from) {
                            case FLOAT32 -> bytes.getFloat(index * Float.BYTES);
                            case INT32 -> bytes.getInt(index * Integer.BYTES);
                            case BOOL -> bytes.get(index);
                            case STRING -> throw noNumbers();
                        });
            }
        });
    }

    private static Kernel toInts(Work work, DType from, int elements) {
        IntBuffer target = work.output(0).borrowInts();
        ByteBuffer bytes = work.input(0).bytes();
        return task(work, () -> {
            for (int index = 0; index < elements; index++) {
                target.put(
                        index,
                        switch (from) {
                            case FLOAT32 -> (int) bytes.getFloat(index * Float.BYTES);
                            case INT32 -> bytes.getInt(index * Integer.BYTES);
                            case BOOL -> bytes.get(index);
                            case STRING -> throw noNumbers();
                        });
            }
        });
    }

    private static Kernel toBooleans(Work work, DType from, int elements) {
        ByteBuffer target = work.output(0).bytes();
        ByteBuffer bytes = work.input(0).bytes();
        return task(work, () -> {
            for (int index = 0; index < elements; index++) {
                boolean value =
                        switch (from) {
                            case FLOAT32 -> bytes.getFloat(index * Float.BYTES) != 0;
                            case INT32 -> bytes.getInt(index * Integer.BYTES) != 0;
                            case BOOL -> bytes.get(index) != 0;
                            case STRING -> throw noNumbers();
                        };
                target.put(index, (byte) (value ? 1 : 0));
            }
        });
    }

    private static IllegalArgumentException noNumbers() {
        return new IllegalArgumentException("strings are no numbers");
    }

    static Kernel task(Work work, Runnable body) {
        List<Slot> slots = new ArrayList<>(work.inputs());
        slots.addAll(work.outputs());
        return new Task(work.op().label() + work.output(0).type().shape(), slots, body);
    }
}
