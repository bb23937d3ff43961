package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.PlanResources;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Memory for what lies between the kernels of one instruction. The next instruction gets the same: kernels run one after the other. */
final class Scratch {

    private final PlanResources resources;
    private final Map<Long, ArrayDeque<Storage>> free = new HashMap<>();
    private final List<Storage> taken = new ArrayList<>();

    Scratch(PlanResources resources) {
        this.resources = resources;
    }

    Slot take(ArrayType type) {
        ArrayDeque<Storage> fitting = free.get(type.bytes());
        Storage storage =
                fitting == null || fitting.isEmpty() ? resources.allocate(type.bytes()) : fitting.removeLast();
        taken.add(storage);
        return new Slot(type, storage, 0);
    }

    /** So many bytes. */
    Slot take(long bytes) {
        return take(ArrayType.float32(Math.toIntExact(bytes / Float.BYTES)));
    }

    /** What was taken until some time. */
    record Mark(int taken) {}

    /** What is taken now. */
    Mark mark() {
        return new Mark(taken.size());
    }

    /** To be called between instructions. */
    void release() {
        release(new Mark(0));
    }

    /** To be called where nobody reads any more what was taken after a mark. */
    void release(Mark mark) {
        List<Storage> later = taken.subList(mark.taken(), taken.size());
        for (Storage storage : later) {
            free.computeIfAbsent(storage.bytes(), bytes -> new ArrayDeque<>()).addLast(storage);
        }
        later.clear();
    }
}
