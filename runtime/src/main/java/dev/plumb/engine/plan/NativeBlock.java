package dev.plumb.engine.plan;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Memory of C's allocator: of any size, given back at once. */
final class NativeBlock implements Block {
    private final BytePointer memory;
    private final long start;

    private NativeBlock(BytePointer memory) {
        this.memory = memory;
        this.start = Math.floorMod(-memory.address(), (long) ALIGNMENT);
    }

    /** Throws {@link OutOfMemoryError} if there is none. */
    static NativeBlock allocate(long count) {
        // Not JavaCPP's own deallocator: its memory limits and collector calls do not fit long-lived arenas.
        Pointer raw = Pointer.calloc(1, count + ALIGNMENT);
        if (raw == null || raw.isNull()) {
            throw new OutOfMemoryError("no " + count + " bytes of native memory");
        }
        return new NativeBlock(new BytePointer(raw).capacity(count + ALIGNMENT));
    }

    @Override
    public long address() {
        return memory.address() + start;
    }

    @Override
    public Pointer pointer(long offset) {
        return memory.getPointer(start + offset);
    }

    @Override
    public ByteBuffer bytes(long offset, int count) {
        // A pointer to the first byte, not a position from the block on: what asByteBuffer makes spans 2^31-1 bytes
        // from where its pointer starts, and at least one.
        return new BytePointer(pointer(offset)).limit(count).asByteBuffer();
    }

    @Override
    public Runnable release() {
        return new Release(memory.address());
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
