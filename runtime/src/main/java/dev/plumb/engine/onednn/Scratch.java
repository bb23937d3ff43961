package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.PlanResources;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Memory for what lies between the kernels of one instruction. The next instruction gets the same: kernels run one after the other. */
final class Scratch {

    private final PlanResources resources;
    /** By size. */
    private final TreeMap<Long, ArrayDeque<Storage>> free = new TreeMap<>();

    private final List<Storage> taken = new ArrayList<>();

    Scratch(PlanResources resources) {
        this.resources = resources;
    }

    Slot take(ArrayType type) {
        return new Slot(type, memory(type.bytes()), 0);
    }

    /** So many bytes, or more. */
    Storage memory(long bytes) {
        Map.Entry<Long, ArrayDeque<Storage>> fitting = free.ceilingEntry(bytes);
        Storage storage;
        if (fitting == null) {
            storage = resources.allocate(bytes);
        } else {
            storage = fitting.getValue().removeLast();
            if (fitting.getValue().isEmpty()) {
                free.remove(fitting.getKey());
            }
        }
        taken.add(storage);
        return storage;
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
