package dev.plumb.engine.eager;

import dev.plumb.engine.plan.Storage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where a value of a recorder lies: some bytes of a storage. Equal to any other place of the same bytes. */
final class Place {
    private final Storage storage;
    private final long offset;
    private final long bytes;
    private @Nullable ByteBuffer view;
    private int viewOffset;

    /** Bytes of which nobody has a view yet. */
    Place(Storage storage, long offset, long bytes) {
        this.storage = storage;
        this.offset = offset;
        this.bytes = bytes;
    }

    /** Bytes that lie within a view. */
    Place(Storage storage, long offset, long bytes, ByteBuffer view, int viewOffset) {
        this(storage, offset, bytes);
        this.view = view;
        this.viewOffset = viewOffset;
    }

    Storage storage() {
        return storage;
    }

    long offset() {
        return offset;
    }

    long bytes() {
        return bytes;
    }

    /** Bytes within these. */
    Place part(long from, long count) {
        return view == null
                ? new Place(storage, offset + from, count)
                : new Place(storage, offset + from, count, view, Math.toIntExact(viewOffset + from));
    }

    /** Copies all bytes to the beginning of a buffer. */
    void copyTo(ByteBuffer target) {
        target.put(0, view(), viewOffset, Math.toIntExact(bytes));
    }

    /** Copies as many bytes from the beginning of a buffer. */
    void copyFrom(ByteBuffer source) {
        view().put(viewOffset, source, 0, Math.toIntExact(bytes));
    }

    /** The bytes, in the order of the machine. */
    ByteBuffer buffer() {
        ByteBuffer all = view();
        return all.slice(viewOffset, Math.toIntExact(bytes)).order(all.order());
    }

    private ByteBuffer view() {
        if (view == null) {
            view = storage.borrow(offset, bytes);
        }
        return view;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place
                && storage.equals(place.storage)
                && offset == place.offset
                && bytes == place.bytes;
    }

    @Override
    public int hashCode() {
        return 31 * storage.hashCode() + Long.hashCode(offset);
    }
}
