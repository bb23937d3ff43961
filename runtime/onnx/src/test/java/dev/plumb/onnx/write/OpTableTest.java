package dev.plumb.onnx.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.ops.op.Op;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An op has a row: a node, or the reason why there is none. */
final class OpTableTest {
    @Test
    void everyOpHasARow() {
        assertEquals(
                Arrays.stream(Op.class.getPermittedSubclasses()).collect(Collectors.toSet()),
                Set.<Class<?>>copyOf(new OpTable().ops()));
    }
}
