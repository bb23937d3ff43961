package dev.plumb.engine.plan;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Memory that the JVM has taken. A process whose networks are computed in Java alone needs no other, and so starts without JavaCPP, which takes as long to load as a small network to be made. The JVM
 * gives such memory back when its collector finds that nobody has it, and has a limit for it, so this is for a few small arrays.
 */
final class BufferBlock implements Block {
    /** Of one block, in bytes. */
    private static final long MOST = 4 << 20;

    /** Of all together: a part of the heap's limit, which is also the JVM's own limit for such memory. */
    private static final long MOST_OF_ALL =
            Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 4);

    private static final AtomicLong HELD = new AtomicLong();

    private final ByteBuffer bytes;
    private final Runnable release;
    private volatile @Nullable Pointer start;

    private BufferBlock(ByteBuffer bytes, Runnable release) {
        this.bytes = bytes;
        this.release = release;
    }

    /** A block, or null if it would be too large or no such memory is left. */
    static @Nullable BufferBlock allocate(long count) {
        if (count > MOST) {
            return null;
        }
        // A slice that begins at a multiple also ends at one.
        long taken = (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
        Runnable release = () -> HELD.addAndGet(-taken);
        if (HELD.addAndGet(taken) > MOST_OF_ALL) {
            release.run();
            return null;
        }
        try {
            return new BufferBlock(ByteBuffer.allocateDirect((int) taken).alignedSlice(ALIGNMENT), release);
        } catch (OutOfMemoryError othersHoldIt) {
            release.run();
            return null;
        }
    }

    @Override
    public long address() {
        return start().address();
    }

    @Override
    public Pointer pointer(long offset) {
        return start().getPointer(offset);
    }

    private Pointer start() {
        Pointer pointer = start;
        if (pointer == null) {
            pointer = Native.pointer(bytes);
            start = pointer;
        }
        return pointer;
    }

    /** A class of its own: to verify the other one the JVM would load JavaCPP. */
    private static final class Native {
        static Pointer pointer(ByteBuffer bytes) {
            return new BytePointer(bytes);
        }
    }

    @Override
    public ByteBuffer bytes(long offset, int count) {
        return bytes.slice(Math.toIntExact(offset), count);
    }

    @Override
    public Runnable release() {
        return release;
    }
}
