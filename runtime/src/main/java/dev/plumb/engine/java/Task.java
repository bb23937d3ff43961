package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import java.lang.ref.Reference;
import java.util.List;

/** A kernel in plain Java over buffers made beforehand. */
final class Task implements Kernel {

    private final String label;
    private final Runnable body;
    /** The buffers that the body works on do not keep their memory: these do. */
    private final List<Slot> slots;

    Task(String label, List<Slot> slots, Runnable body) {
        this.label = label;
        this.slots = List.copyOf(slots);
        this.body = body;
    }

    @Override
    public void run() {
        try {
            body.run();
        } finally {
            Reference.reachabilityFence(slots);
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String implementation() {
        return "java";
    }
}
