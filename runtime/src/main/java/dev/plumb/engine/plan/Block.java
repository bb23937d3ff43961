package dev.plumb.engine.plan;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.Pointer;

/** Zeroed memory of a {@link Storage}, aligned to {@link #ALIGNMENT} bytes. */
interface Block {
    /** A cache line, and the widest vector register. */
    int ALIGNMENT = 64;

    /** The address of the first byte. */
    long address();

    /** A pointer to a byte, which does not keep the block. */
    Pointer pointer(long offset);

    /** Some bytes, and maybe one more. They do not keep the block. */
    ByteBuffer bytes(long offset, int count);

    /** What gives the memory back when nobody has the block or its bytes any more. It does not refer to the block. */
    Runnable release();
}
