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
        return new Slot(type, take(type.bytes()), 0);
    }

    /** So many bytes, or more. */
    Storage take(long bytes) {
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

    /** To be called between instructions. */
    void release() {
        for (Storage storage : taken) {
            free.computeIfAbsent(storage.bytes(), bytes -> new ArrayDeque<>()).addLast(storage);
        }
        taken.clear();
    }
}
