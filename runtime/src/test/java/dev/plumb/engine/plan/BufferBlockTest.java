package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BufferBlockTest {
    @Test
    void allBytesCanBeReached() {
        for (int count : new int[] {0, 1, 63, 64, 65, 144, 1000}) {
            Block block = Objects.requireNonNull(BufferBlock.allocate(count));
            ByteBuffer bytes = block.bytes(0, count);
            assertEquals(count, bytes.capacity());
            for (int at = 0; at < count; at++) {
                assertEquals(0, bytes.get(at));
            }
            block.release().run();
        }
    }

    @Test
    void nativeCodeSeesTheSameBytesAtAlignedAddresses() {
        Block block = Objects.requireNonNull(BufferBlock.allocate(100));
        block.bytes(40, 4).put(2, (byte) 7);
        assertEquals(0, block.address() % Block.ALIGNMENT);
        assertEquals(block.address() + 40, block.pointer(40).address());
        assertEquals(7, block.pointer(42).asByteBuffer().get(0));
        block.release().run();
    }

    @Test
    void whatIsLargeIsNotForTheJvm() {
        assertNull(BufferBlock.allocate(5 << 20));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (int i = 0; i < 100; i++) {
            Block block = BufferBlock.allocate(1 << 20);
            assertNotNull(block, "after " + i);
            block.release().run();
        }
    }
}
