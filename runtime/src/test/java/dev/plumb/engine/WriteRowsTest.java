package dev.plumb.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.WriteRows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that replace others, in a copy or in their place. */
final class WriteRowsTest {
    private final Trace trace = new Trace();

    @Test
    void whoIsReadElsewhereStaysAsItIs() {
        Var array = trace.input("array", ArrayType.float32(2, 3, 1));
        Var rows = trace.input("rows", ArrayType.float32(2, 2, 1));
        Var position = trace.input("position", ArrayType.int32());
        Var written = array.apply(new WriteRows(1), rows, position);
        trace.output("written", written);
        Plan plan = Plan.prepare(trace.finish(), Bindings.none(), KernelProviders.standard());
        plan.slot(array).write(1f, 2, 3, 4, 5, 6);
        plan.slot(rows).write(-1f, -2, -3, -4);
        plan.slot(position).write(1);
        plan.run();
        assertArrayEquals(
                new float[] {1, -1, -2, 4, -3, -4}, plan.output(written).toFloats());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, plan.slot(array).toFloats());
        plan.slot(position).write(2);
        assertThrows(IndexOutOfBoundsException.class, plan::run);
        plan.slot(position).write(-1);
        assertThrows(IndexOutOfBoundsException.class, plan::run);
    }

    @Test
    void whatIsAssignedIsWrittenInItsPlaceAndKeptFromRunToRun() {
        ArrayType type = ArrayType.float32(3, 2);
        Storage storage = Storage.ofFloats(type.elements());
        Var kept = trace.weight("kept", type);
        Var rows = trace.input("rows", ArrayType.float32(1, 2));
        Var position = trace.input("position", ArrayType.int32());
        Var written = kept.apply(new WriteRows(0), rows, position);
        trace.assign(kept, written);
        Var sum = written.sum();
        trace.output("sum", sum);
        Plan plan = Plan.prepare(trace.finish(), Bindings.none().weight(kept, storage, 0), KernelProviders.standard());
        for (int row = 0; row < 3; row++) {
            plan.slot(rows).write(row + 1f, row + 1f);
            plan.slot(position).write(row);
            plan.run();
        }
        assertEquals(12, plan.output(sum).toFloats()[0]);
        assertArrayEquals(new float[] {1, 1, 2, 2, 3, 3}, plan.slot(kept).toFloats());
        assertEquals(
                1,
                plan.kernels().stream()
                        .filter(kernel -> kernel.label().startsWith("WriteRows"))
                        .count());
        assertEquals(
                0,
                plan.kernels().stream()
                        .filter(kernel -> kernel.label().startsWith("Copy"))
                        .count());
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        ArrayType array = ArrayType.float32(2, 3, 4);
        ArrayType position = ArrayType.int32();
        WriteRows op = new WriteRows(1);
        assertEquals(List.of(array), op.infer(List.of(array, ArrayType.float32(2, 3, 4), position)));
        for (ArrayType rows : List.of(
                ArrayType.float32(2, 4, 4),
                ArrayType.float32(1, 1, 4),
                ArrayType.float32(2, 1),
                ArrayType.int32(2, 1, 4))) {
            assertThrows(IllegalArgumentException.class, () -> op.infer(List.of(array, rows, position)));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> op.infer(List.of(array, ArrayType.float32(2, 1, 4), ArrayType.int32(1))));
    }
}
