package dev.plumb.engine.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What belongs to one plan beside its kernels: its memory, native objects of kernel providers, how many threads it may use. Given back
 * at once when the plan is closed; if nobody closes it, when it is unreachable.
 */
public final class PlanResources {

    private final int threads;
    private final List<Storage> storages = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();
    private final List<Runnable> preparations = new ArrayList<>();
    private long bytes;
    private long allocated;

    /** None yet, for a plan of so many threads. */
    public PlanResources(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a plan needs at least one thread: found " + threads);
        }
        this.threads = threads;
    }

    /** Among how many threads a kernel may divide its work. */
    public int threads() {
        return threads;
    }

    /** Zeroed memory for as long as the plan is not closed. */
    public Storage allocate(long size) {
        Storage storage = Storage.allocate(size);
        storages.add(storage);
        bytes += size;
        allocated += size;
        return storage;
    }

    /** Native memory that is not from {@link #allocate}: counted only. */
    public void count(long size) {
        bytes += size;
    }

    /** What to do when the plan is closed, before its memory is freed. */
    public void whenClosed(Runnable release) {
        releases.add(release);
    }

    /** What to do at the beginning of each run. Allocates nothing. */
    public void beforeRun(Runnable preparation) {
        preparations.add(preparation);
    }

    /** Native memory of the plan, what it shares with others included. */
    public long bytes() {
        return bytes;
    }

    /** What of it is from {@link #allocate}. */
    long allocated() {
        return allocated;
    }

    Runnable[] preparations() {
        return preparations.toArray(Runnable[]::new);
    }

    void close() {
        releases.forEach(Runnable::run);
        releases.clear();
        storages.forEach(Storage::free);
        storages.clear();
    }
}
