package dev.plumb.engine.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Kernels in the making: those that each run needs, and those that only follow a change of weights. */
public final class KernelList {

    private final PlanResources resources;
    private final List<Kernel> prologue = new ArrayList<>();
    private final List<Kernel> main = new ArrayList<>();

    /** None yet, for a plan that owns these. */
    public KernelList(PlanResources resources) {
        this.resources = resources;
    }

    /** How far the kernels go at some time. */
    public record Mark(int prologue, int main) {}

    /** Where the kernels' own memory comes from, and what else belongs to their plan. */
    public PlanResources resources() {
        return resources;
    }

    /** A kernel for each run, or, if all it reads is stable, for when weights have changed. */
    public void add(Kernel kernel, boolean stable) {
        (stable ? prologue : main).add(kernel);
    }

    /** How far the kernels go now. */
    public Mark mark() {
        return new Mark(prologue.size(), main.size());
    }

    /** Forgets what was added after a mark. */
    public void takeBack(Mark mark) {
        prologue.subList(mark.prologue(), prologue.size()).clear();
        main.subList(mark.main(), main.size()).clear();
    }

    /** Takes out those for each run that were added after a mark. */
    List<Kernel> takeMain(Mark mark) {
        List<Kernel> later = main.subList(mark.main(), main.size());
        List<Kernel> taken = List.copyOf(later);
        later.clear();
        return taken;
    }

    /** The kernels for when weights have changed. */
    public List<Kernel> prologue() {
        return Collections.unmodifiableList(prologue);
    }

    /** The kernels for each run. */
    public List<Kernel> main() {
        return Collections.unmodifiableList(main);
    }
}
