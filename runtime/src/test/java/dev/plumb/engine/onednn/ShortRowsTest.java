package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operands that are the same for each of many short rows: the result is that of operands that were repeated before. */
final class ShortRowsTest {

    record Operation(String name, BinaryOperator<Var> function) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation("sum", Var::plus),
                new Operation("difference", Var::minus),
                new Operation("quotient", Var::dividedBy),
                new Operation("product", Var::times),
                new Operation("greater", Var::maximum),
                new Operation(
                        "normalized", (x, row) -> x.linear(2, 1).minus(row).dividedBy(row)),
                new Operation(
                        "normalized by one",
                        (x, row) -> x.minus(row).dividedBy(row).relu()),
                new Operation("with whole", (x, row) -> x.times(row).plus(x).times(0.5f)),
                new Operation("function", (x, row) -> x.tanh().times(row).plus(row)),
                new Operation("of row", (x, row) -> row.minus(x).plus(row)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void resultsAreThoseOfRepeatedOperands(Operation operation) {
        for (List<Integer> shape : List.of(
                List.of(2, 64, 64, 3),
                List.of(1, 53, 59, 3),
                List.of(8192, 1),
                List.of(5000, 2),
                List.of(3, 1024, 15),
                List.of(1031, 10),
                List.of(2, 7, 3))) {
            Array x = Runs.random(1, shape.toArray(Integer[]::new));
            Array row = Runs.random(2, shape.get(shape.size() - 1));
            float[] expected = Runs.run(
                    operands -> operation.function().apply(operands.get(0), operands.get(1)),
                    x,
                    repeated(row, x.type()));
            float[] found = Runs.run(operands -> operation.function().apply(operands.get(0), operands.get(1)), x, row);
            assertArrayEquals(expected, found, 1e-6f, operation + " of " + shape);
        }
    }

    private static Array repeated(Array row, ArrayType type) {
        float[] numbers = new float[type.elements()];
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] = row.numbers()[index % row.numbers().length];
        }
        return new Array(type, numbers);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 15})
    void severalRowsAreOne(int length) {
        ArrayType type = ArrayType.float32(4, 50, 60, length);
        ShortRows rows = ShortRows.of(type, List.of(ArrayType.float32(length))).orElseThrow();
        assertEquals(12_000, rows.count());
        assertTrue(rows.together() * length >= 16 && rows.together() * length <= 1_024);
        assertEquals(0, rows.count() % rows.together());
        assertEquals(type.elements(), rows.joined(type).elements());
    }

    @Test
    void otherRowsStay() {
        ArrayType colours = ArrayType.float32(100, 100, 3);
        List<Optional<ShortRows>> none = new ArrayList<>();
        none.add(ShortRows.of(ArrayType.float32(100, 100, 16), List.of(ArrayType.float32(16))));
        none.add(ShortRows.of(ArrayType.float32(10, 10, 3), List.of(ArrayType.float32(3))));
        none.add(ShortRows.of(colours, List.of(colours)));
        none.add(ShortRows.of(colours, List.of(ArrayType.float32(3), ArrayType.float32(100, 1, 1))));
        none.add(ShortRows.of(ArrayType.float32(10_007, 3), List.of(ArrayType.float32(3))));
        none.forEach(rows -> assertEquals(Optional.empty(), rows));
    }
}
