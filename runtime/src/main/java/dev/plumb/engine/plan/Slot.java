package dev.plumb.engine.plan;

import dev.plumb.ops.op.ArrayType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where an array lies: a place in a storage. Keeps the storage reachable.
 *
 * @param type element type and shape
 * @param storage the memory
 * @param offset of the first element in bytes
 */
public record Slot(ArrayType type, Storage storage, long offset) {

    /** Throws {@link IndexOutOfBoundsException} if the array does not fit. */
    public Slot {
        if (offset < 0 || offset + type.bytes() > storage.bytes()) {
            throw new IndexOutOfBoundsException(
                    type + " at byte " + offset + " lies outside of " + storage.bytes() + " bytes");
        }
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Slot slot
                && offset == slot.offset
                && storage.equals(slot.storage)
                && type.equals(slot.type);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + storage.hashCode()) + Long.hashCode(offset);
    }

    /** A slot with memory of its own. */
    public static Slot allocate(ArrayType type) {
        return new Slot(type, Storage.allocate(type.bytes()), 0);
    }

    /** The elements as floats. A new view on each call: keep it where calls are frequent. It keeps the memory. */
    public FloatBuffer floats() {
        return storage.floats(offset, type.elements());
    }

    /** The elements as ints. A new view on each call. */
    public IntBuffer ints() {
        return storage.ints(offset, type.elements());
    }

    /** As {@link #floats()}, for the plan that owns the memory and its kernels: not to be used once the plan is closed. */
    public FloatBuffer borrowFloats() {
        return storage.borrow(offset, type.bytes()).asFloatBuffer();
    }

    /** As {@link #ints()}, for the plan that owns the memory and its kernels: not to be used once the plan is closed. */
    public IntBuffer borrowInts() {
        return storage.borrow(offset, type.bytes()).asIntBuffer();
    }

    /** As {@link #bytes()}, for the owner of the memory: not to be used once it is freed. */
    public ByteBuffer borrowBytes() {
        return storage.borrow(offset, type.bytes());
    }

    /** The memory as bytes. A new view on each call. */
    public ByteBuffer bytes() {
        return storage.buffer(offset, type.bytes());
    }

    /** Address of the first element, valid while the storage is reachable. */
    public long address() {
        return storage.address() + offset;
    }

    /** The same memory read as another type of no more bytes. */
    public Slot as(ArrayType other) {
        return new Slot(other, storage, offset);
    }

    /** An array within this one, so many bytes from its first element on. */
    public Slot part(ArrayType other, long bytes) {
        return new Slot(other, storage, offset + bytes);
    }

    /** Copies numbers in, row-major. Throws {@link IllegalArgumentException} if the count differs. */
    public void write(float... numbers) {
        count(numbers.length);
        floats().put(numbers);
    }

    /** Copies numbers in, row-major. Throws {@link IllegalArgumentException} if the count differs. */
    public void write(int... numbers) {
        count(numbers.length);
        ints().put(numbers);
    }

    /** Copies the floats out. */
    public float[] toFloats() {
        float[] numbers = new float[type.elements()];
        floats().get(numbers);
        return numbers;
    }

    /** Copies the ints out. */
    public int[] toInts() {
        int[] numbers = new int[type.elements()];
        ints().get(numbers);
        return numbers;
    }

    private void count(int numbers) {
        if (numbers != type.elements()) {
            throw new IllegalArgumentException(type + " does not hold " + numbers + " numbers");
        }
    }
}
