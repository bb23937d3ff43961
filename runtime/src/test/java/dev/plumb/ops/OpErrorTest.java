package dev.plumb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Trace;
import dev.plumb.ops.op.ArrayType;
import example.UserLayer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** An op that does not apply says which op, what it expected, what it got, and whose line it was. */
class OpErrorTest {

    private final Trace trace = new Trace();
    private final Var matrix = trace.input("matrix", ArrayType.float32(2, 3));
    private final Var batch = trace.input("batch", ArrayType.float32(4, 2, 5));
    private final Var ids = trace.input("ids", ArrayType.int32(2));
    private final Var other = new Trace().input("other", ArrayType.float32(2, 3));
    private final Var scalar = trace.input("scalar", ArrayType.float32());

    @TestFactory
    Stream<DynamicTest> eachMistakeIsExplained() {
        return Stream.of(
                says("Binary ADD cannot broadcast [2, 3] with [4, 2, 5]", () -> matrix.plus(batch), matrix, batch),
                says(
                        "where cannot broadcast [2, 3] with [4, 2, 5]",
                        () -> matrix.where(matrix, batch),
                        matrix,
                        matrix,
                        batch),
                says("pow cannot broadcast [2, 3] with [4, 2, 5]", () -> matrix.pow(batch), matrix, batch),
                says("Binary ADD needs float32 operands, got int32[2]", () -> ids.plus(ids), ids, ids),
                says(
                        "MatMul inner sizes differ: 3 and 2 in float32[2,3] and float32[2,3]",
                        () -> matrix.matmul(matrix),
                        matrix,
                        matrix),
                says("Elementwise TANH needs float32 operands, got int32[2]", () -> ids.tanh(), ids),
                says("Reduce SUM needs float32 operands, got int32[2]", () -> ids.sum(), ids),
                says("relu: expected a slope of at least 0, got -0.5", () -> matrix.relu(-0.5f), matrix),
                says("size: axis -3 does not exist, expected -2 to 1", () -> matrix.size(-3), matrix),
                says("Reshape: each axis needs a size of at least 1, got shape [0]", () -> matrix.reshape(0), matrix),
                says(
                        "Binary ADD: %0 belongs to another recorder: a value lives as long as the call that made it, and no field keeps it",
                        () -> matrix.plus(other), matrix, other),
                says("sum: axis 2 does not exist, expected -2 to 1", () -> matrix.sum(2), matrix),
                says("mean: one axis is named twice in [1, -1]", () -> matrix.mean(1, -1), matrix),
                says("softmax: axis 0 does not exist, a scalar has none", () -> scalar.softmax(0), scalar),
                says("Reshape cannot make [4, 2] of float32[2,3]", () -> matrix.reshape(4, 2), matrix),
                says(
                        "Reshape: no size in place of -1 in [-1, 4] gives 6 elements",
                        () -> matrix.reshape(-1, 4),
                        matrix),
                says(
                        "Reshape: no size in place of -1 in [-1, -1] gives 6 elements",
                        () -> matrix.reshape(-1, -1),
                        matrix),
                says("Broadcast cannot make [3] of float32[2,3]", () -> matrix.broadcastTo(3), matrix),
                says("squeeze: axis 1 has size 3, not 1", () -> matrix.squeeze(1), matrix),
                says("expandDims: axis 4 does not exist, expected -3 to 2", () -> matrix.expandDims(4), matrix),
                says("split: axis 1 of size 3 does not have 2 equal parts", () -> matrix.split(1, 2), matrix),
                says("splitSizes: [1, 1] do not add up to axis 1 of size 3", () -> matrix.splitSizes(1, 1, 1), matrix),
                says("tile: expected a number of 1 or more for each of 2 axes, got [2]", () -> matrix.tile(2), matrix),
                says("get: index 3 is outside of axis 1 of size 3", () -> matrix.get(1, 3), matrix),
                says("slice: 2 from 2 on lie outside of axis 1 of size 3", () -> matrix.slice(1, 2, 2), matrix),
                says(
                        "stridedSlice: 0:9:2 names nothing within axis 1 of size 3",
                        () -> matrix.stridedSlice(1, 0, 9, 2),
                        matrix),
                says(
                        "windows: expected a size of 1 to 3 and a step of at least 1 along axis 1, got size 4 and step 1",
                        () -> matrix.windows(4, 1, 1),
                        matrix),
                says("Gather needs int32 operands, got float32[2,3]", () -> matrix.take(matrix, 0), matrix, matrix),
                says(
                        "ArgSort needs 1 to 3 elements of each last axis of float32[2,3], not 4",
                        () -> matrix.topK(4),
                        matrix),
                says("tril: expected rank 2 or more, got rank 0", () -> scalar.tril(0), scalar),
                says(
                        "ScatterAdd expects updates with the axes [2] from axis 1 on, got float32[2,3]",
                        () -> matrix.scatterAdd(ids, 1, 4),
                        matrix,
                        ids),
                says(
                        "einsum: \"ij,jk\", column 4: 'j' is 3 before and 2 in axis 0 of operand 1",
                        () -> Var.einsum("ij,jk", matrix, matrix),
                        matrix,
                        matrix),
                says(
                        "einsum: \"ij->ijk\", column 7: 'k' is in no operand",
                        () -> Var.einsum("ij->ijk", matrix),
                        matrix),
                says(
                        "einsum: \"ij->ii\", column 6: 'i' is in the result twice",
                        () -> Var.einsum("ij->ii", matrix),
                        matrix),
                says(
                        "einsum: \"i1->i\", column 2: expected a letter for an axis, ',' or '->', found '1'",
                        () -> Var.einsum("i1->i", matrix),
                        matrix),
                says(
                        "einsum: \"...j->j\", column 1: expected a letter for an axis, ',' or '->', found '.'; write the axes out, there is no ellipsis",
                        () -> Var.einsum("...j->j", matrix),
                        matrix),
                says(
                        "einsum: \"ijk->i\", column 1: operand 0 has 2 axes, \"ijk\" names 3",
                        () -> Var.einsum("ijk->i", matrix),
                        matrix),
                says(
                        "einsum: \"ij,jk->ik\", column 1: names 2 operands, got 1",
                        () -> Var.einsum("ij,jk->ik", matrix),
                        matrix));
    }

    private static DynamicTest says(String problem, Executable mistake, Var... operands) {
        return DynamicTest.dynamicTest(problem, () -> {
            OpException error = assertThrows(OpException.class, mistake);
            List<String> lines = error.getMessage().lines().toList();
            assertEquals(problem, lines.get(0));
            assertEquals(
                    "  operands: "
                            + String.join(
                                    ", ",
                                    Stream.of(operands)
                                            .map(operand -> operand.type().toString())
                                            .toList()),
                    lines.get(1));
        });
    }

    @Test
    void theLineIsTheUsers() {
        OpException error = assertThrows(OpException.class, () -> UserLayer.call(matrix, batch));
        assertTrue(error.getMessage().contains("\n  at "), error.getMessage());
        assertTrue(error.getMessage().contains("UserLayer.call(UserLayer.java:"), error.getMessage());
    }
}
