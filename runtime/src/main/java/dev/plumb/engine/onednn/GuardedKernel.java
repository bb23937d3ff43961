package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.List;

/** One of two ways to the same result: a fast one, and one that keeps NaN, which is taken where there may be some. */
final class GuardedKernel implements Kernel {

    private final Suspicion suspicion;
    private final Kernel[] looking;
    private final Kernel fast;
    private final Kernel[] careful;
    private final Slot squares;
    private final FloatBuffer sums;

    /**
     * One result.
     *
     * @param looking find the sums of squares in each run, as far as they are not known
     * @param squares the sums of squares of all that the result is computed from
     */
    GuardedKernel(Suspicion suspicion, List<Kernel> looking, Slot squares, Kernel fast, List<Kernel> careful) {
        this.suspicion = suspicion;
        this.looking = looking.toArray(Kernel[]::new);
        this.fast = fast;
        this.careful = careful.toArray(Kernel[]::new);
        this.squares = squares;
        this.sums = squares.borrowFloats();
    }

    @Override
    public void run() {
        if (!suspicion.isRaised()) {
            look();
        }
        if (suspicion.isRaised()) {
            for (Kernel kernel : careful) {
                kernel.run();
            }
        } else {
            fast.run();
        }
    }

    private void look() {
        try {
            for (Kernel kernel : looking) {
                kernel.run();
            }
            for (int index = 0; index < sums.capacity(); index++) {
                suspicion.see(sums.get(index));
            }
        } finally {
            Reference.reachabilityFence(squares);
        }
    }

    @Override
    public String label() {
        return fast.label();
    }

    @Override
    public String implementation() {
        return fast.implementation();
    }
}
