package dev.plumb.engine.plan;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Zeroed native memory, aligned to 64 bytes (a cache line and the widest vector register). It is freed when the storage is
 * unreachable: views and addresses are valid only as long as somebody holds the storage.
 */
public final class Storage {

    private static final int ALIGNMENT = 64;
    private static final Cleaner CLEANER = Cleaner.create();

    private final BytePointer block;
    private final long offset;
    private final long bytes;

    private Storage(BytePointer block, long offset, long bytes) {
        this.block = block;
        this.offset = offset;
        this.bytes = bytes;
    }

    /** Takes new memory. Throws {@link OutOfMemoryError} if there is none. */
    public static Storage allocate(long bytes) {
        // Not JavaCPP's own deallocator: its memory limits and collector calls do not fit long-lived arenas.
        Pointer raw = Pointer.calloc(1, bytes + ALIGNMENT);
        if (raw == null || raw.isNull()) {
            throw new OutOfMemoryError("no " + bytes + " bytes of native memory");
        }
        BytePointer block = new BytePointer(raw).capacity(bytes + ALIGNMENT);
        Storage storage = new Storage(block, Math.floorMod(-raw.address(), (long) ALIGNMENT), bytes);
        CLEANER.register(storage, new Release(raw.address()));
        return storage;
    }

    /** Memory for a number of floats. */
    public static Storage ofFloats(long floats) {
        return allocate(floats * Float.BYTES);
    }

    /** Size in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Address of the first byte. Valid while this storage is reachable. */
    public long address() {
        return block.address() + offset;
    }

    /**
     * Pointer to a byte.
     *
     * @throws IndexOutOfBoundsException if the byte lies outside
     */
    public Pointer pointer(long byteOffset) {
        check(byteOffset, 0);
        return block.getPointer(offset + byteOffset);
    }

    /** The whole as floats, index 0 first. A view: writes go through. */
    public FloatBuffer floats() {
        return floats(0, Math.toIntExact(bytes / Float.BYTES));
    }

    /** Some floats from a byte offset on. */
    public FloatBuffer floats(long byteOffset, int count) {
        return buffer(byteOffset, (long) count * Float.BYTES).asFloatBuffer();
    }

    /** Some ints from a byte offset on. */
    public IntBuffer ints(long byteOffset, int count) {
        return buffer(byteOffset, (long) count * Integer.BYTES).asIntBuffer();
    }

    /**
     * Some bytes from a byte offset on.
     *
     * @throws IndexOutOfBoundsException if they lie outside, or are more than the 2^31-1 that a buffer spans
     */
    public ByteBuffer buffer(long byteOffset, long count) {
        check(byteOffset, count);
        if (count > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException(count + " bytes: a buffer spans at most " + Integer.MAX_VALUE);
        }
        // A pointer to the first byte, not a position from the block on: what asByteBuffer makes spans 2^31-1 bytes
        // from where its pointer starts, and at least one.
        ByteBuffer bytes = new BytePointer(pointer(byteOffset)).limit(count).asByteBuffer();
        return bytes.slice(0, (int) count).order(ByteOrder.nativeOrder());
    }

    private void check(long byteOffset, long count) {
        if (byteOffset < 0 || count < 0 || byteOffset + count > bytes) {
            throw new IndexOutOfBoundsException(
                    count + " bytes at " + byteOffset + " lie outside of " + bytes + " bytes");
        }
    }

    private record Release(long address) implements Runnable {
        @Override
        public void run() {
            Pointer.free(new Address(address));
        }
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }
}
