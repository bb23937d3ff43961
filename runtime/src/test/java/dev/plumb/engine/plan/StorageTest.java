package dev.plumb.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class StorageTest {

    @Test
    void viewsCountFromTheirOwnBeginning() {
        Storage storage = Storage.ofFloats(4);
        storage.floats().put(2, 7f);
        assertEquals(7f, storage.floats(8, 2).get(0));
        assertEquals(7f, storage.buffer(8, 8).getFloat(0));
        assertEquals(2, storage.ints(8, 2).limit());
        assertEquals(8, storage.buffer(8, 8).capacity());
    }

    @Test
    void memoryIsZeroedAndAligned() {
        Storage storage = Storage.allocate(10);
        assertEquals(0, storage.address() % 64);
        assertEquals(0, storage.buffer(9, 1).get(0));
    }

    @Test
    void nothingOutsideCanBeReached() {
        Storage storage = Storage.ofFloats(4);
        assertThrows(IndexOutOfBoundsException.class, () -> storage.floats(8, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> new Slot(ArrayType.float32(5), storage, 0));
    }

    @Test
    void aViewKeepsTheMemoryWhenNobodyHasTheStorageAnyMore() {
        FloatBuffer view = Storage.ofFloats(1 << 20).floats(64, 16);
        view.put(3, 7);
        for (int i = 0; i < 5; i++) {
            System.gc();
            Storage.ofFloats(1 << 20).floats().put(19, 1); // would take the place of what was freed
        }
        assertEquals(7, view.get(3));
    }

    /** Each is a small Java object, of which the heap takes millions before Java looks for those that nobody uses. */
    @Test
    void whatNobodyUsesAnyMoreIsGivenBackBeforeItFillsTheMachine() {
        long most = 0;
        long before = Storage.held();
        for (int i = 0; i < 24; i++) {
            Storage.allocate(64L << 20).floats(0, 16).put(0, 1);
            most = Math.max(most, Storage.held());
        }
        assertTrue(most <= 2 * before + (512L << 20), before + " bytes before, then up to " + most);
    }

    @Test
    void memoryThatSomebodyLooksAtIsNotFreed() {
        Storage storage = Storage.ofFloats(4);
        FloatBuffer view = storage.floats();
        view.put(0, 7);
        storage.free();
        assertEquals(7, storage.floats().get(0));
        assertEquals(7, view.get(0));
    }

    @Test
    void whatWasFreedIsNotGivenOutAgain() {
        Storage storage = Storage.ofFloats(4);
        storage.free();
        storage.free();
        assertThrows(IllegalStateException.class, storage::floats);
        assertThrows(IllegalStateException.class, storage::address);
        assertThrows(IllegalStateException.class, () -> storage.pointer(0));
    }

    @Test
    void noBytesAreAnEmptyBuffer() {
        assertEquals(0, Storage.ofFloats(4).buffer(16, 0).capacity());
    }

    /** The memory is only reserved: the system gives a page when it is written. */
    @Test
    void whatLiesBeyondTwoGigabytesIsReadAndWritten() {
        long far = 3L << 30;
        Storage storage = Storage.allocate(far + 64);
        storage.floats(far, 2).put(1, 7);
        assertEquals(7, storage.floats(far + Float.BYTES, 1).get(0));
        assertEquals(0, storage.floats(0, 2).get(1));
    }

    @Test
    void aBufferThatWouldBeCutShortIsRefused() {
        Storage storage = Storage.allocate(3L << 30);
        IndexOutOfBoundsException refused =
                assertThrows(IndexOutOfBoundsException.class, () -> storage.buffer(0, 3L << 30));
        assertEquals("3221225472 bytes: a buffer spans at most 2147483647", refused.getMessage());
    }
}
