package dev.plumb.engine.plan;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.Pointer;

/**
 * Zeroed native memory, aligned to 64 bytes (a cache line and the widest vector register). It is freed when neither the storage nor any
 * of its views is reachable, so a view can be kept without its storage; or at once, by {@link #free()}, where nobody else looks at it.
 * Addresses and pointers are valid only as long as somebody holds the storage.
 */
public final class Storage {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final NativeMemory MEMORY = new NativeMemory(CLEANER);

    /** Whether native code was called for any storage: it may have left memory with its allocator. */
    private static volatile boolean isNative;

    private final Block block;
    private final long bytes;
    private final Cleaner.Cleanable release;
    /** Whether there may be views of which the owner does not know when they are used last. */
    private boolean lent;

    private boolean freed;

    private Storage(Block block, long bytes) {
        this.block = block;
        this.bytes = bytes;
        this.release = CLEANER.register(this, new Release(block.release(), bytes + Block.ALIGNMENT));
    }

    /** Takes new memory. Throws {@link OutOfMemoryError} if there is none. */
    public static Storage allocate(long bytes) {
        MEMORY.take(bytes + Block.ALIGNMENT);
        try {
            return new Storage(block(bytes), bytes);
        } catch (OutOfMemoryError none) {
            MEMORY.give(bytes + Block.ALIGNMENT);
            throw none;
        }
    }

    private static Block block(long bytes) {
        Block small = isNative ? null : BufferBlock.allocate(bytes);
        if (small != null) {
            return small;
        }
        isNative = true;
        return NativeBlock.allocate(bytes);
    }

    /** Memory for a number of floats. */
    public static Storage ofFloats(long floats) {
        return allocate(floats * Float.BYTES);
    }

    /** Size in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Address of the first byte. Valid while this storage is reachable and not freed. */
    public long address() {
        check(0, 0);
        isNative = true;
        return block.address();
    }

    /**
     * Pointer to a byte.
     *
     * @throws IndexOutOfBoundsException if the byte lies outside
     */
    public Pointer pointer(long byteOffset) {
        check(byteOffset, 0);
        isNative = true;
        return block.pointer(byteOffset);
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
     * Some bytes from a byte offset on. The memory lives as long as this view, or any view of it.
     *
     * @throws IndexOutOfBoundsException if they lie outside, or are more than the 2^31-1 that a buffer spans
     */
    public ByteBuffer buffer(long byteOffset, long count) {
        lent = true;
        return borrow(byteOffset, count);
    }

    /** Bytes for somebody who stops to use them before the owner calls {@link #free()}: the owner, or the kernels of its plan. */
    public ByteBuffer borrow(long byteOffset, long count) {
        check(byteOffset, count);
        if (count > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException(count + " bytes: a buffer spans at most " + Integer.MAX_VALUE);
        }
        ByteBuffer whole = block.bytes(byteOffset, (int) count);
        // All further views refer to this one, which no address does. The cleaner holds what its action holds.
        CLEANER.register(whole, new Keep(this));
        return whole.slice(0, (int) count).order(ByteOrder.nativeOrder());
    }

    /**
     * Gives the memory back at once, unless somebody was given a view to keep: then when that is unreachable. This storage must not be
     * used any more, nor what was borrowed of it.
     */
    public void free() {
        if (!lent && !freed) {
            freed = true;
            release.clean();
        }
    }

    /** Gives what was freed back to the operating system: the allocator of C would keep much of it for itself. Takes some milliseconds. */
    static void returnToSystem() {
        if (isNative) {
            Pointer.trimMemory();
        }
    }

    /** Whether native code was called for any storage, which has loaded it. */
    public static boolean isNative() {
        return isNative;
    }

    /** All native memory that storages hold now, in bytes. */
    public static long held() {
        return MEMORY.held();
    }

    private void check(long byteOffset, long count) {
        if (freed) {
            throw new IllegalStateException("this memory was freed");
        }
        if (byteOffset < 0 || count < 0 || byteOffset + count > bytes) {
            throw new IndexOutOfBoundsException(
                    count + " bytes at " + byteOffset + " lie outside of " + bytes + " bytes");
        }
    }

    private record Release(Runnable block, long bytes) implements Runnable {
        @Override
        public void run() {
            block.run();
            MEMORY.give(bytes);
        }
    }

    /** Makes the storage reachable for as long as the cleaner waits with it. */
    private record Keep(Storage storage) implements Runnable {
        @Override
        public void run() {}
    }
}
