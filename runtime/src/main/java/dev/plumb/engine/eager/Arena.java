package dev.plumb.engine.eager;

import dev.plumb.engine.plan.Storage;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Native memory of one recorder: taken in blocks that double, never given back in part, freed all at once. */
final class Arena {
    private static final int LINE = 64;
    private static final int FIRST_BLOCK = 1 << 16;
    private static final int LARGEST_BLOCK = 1 << 22;
    /** What takes more than this share of a block has memory of its own. */
    private static final int SHARE = 4;

    private final Set<Storage> storages = new HashSet<>();
    private int blockBytes = FIRST_BLOCK / 2;
    private @Nullable Block block;
    private int used;
    private long bytes;
    private boolean lent;

    /** What small arrays lie in, with one view for all of them. */
    private record Block(Storage storage, ByteBuffer view) {}

    /** Memory for an array. Its content is undefined. */
    Place take(long count) {
        if (count > LARGEST_BLOCK / SHARE) {
            return new Place(allocate(count), 0, count);
        }
        Block current = block;
        if (current == null || used + count > current.view().capacity()) {
            blockBytes = Math.min(LARGEST_BLOCK, 2 * blockBytes);
            while (count > blockBytes / SHARE) {
                blockBytes *= 2;
            }
            Storage storage = allocate(blockBytes);
            current = new Block(storage, storage.borrow(0, blockBytes));
            block = current;
            used = 0;
        }
        Place place = new Place(current.storage(), used, count, current.view(), used);
        used += (int) ((count + LINE - 1) / LINE * LINE);
        return place;
    }

    private Storage allocate(long count) {
        Storage storage = Storage.allocate(count);
        storages.add(storage);
        bytes += count;
        return storage;
    }

    /** How much was taken, in bytes. */
    long bytes() {
        return bytes;
    }

    /** States that a plan was bound to some of this memory. */
    void lend() {
        lent = true;
    }

    /** Whether there may be plans that are bound to some of this memory. */
    boolean isLent() {
        return lent;
    }

    /** Whether a storage is one of these. */
    boolean holds(Storage storage) {
        return storages.contains(storage);
    }

    /** Gives everything back at once. */
    void free() {
        storages.forEach(Storage::free);
        storages.clear();
        bytes = 0;
    }
}
