package dev.plumb.engine.team;

import dev.plumb.engine.plan.Kernel;
import java.util.List;

/** A kernel in pieces, each of which writes a part of the result. Threads of a team help with them. */
public final class DividedKernel implements Kernel {
    /** The bytes that a core reads in a nanosecond if it is slow. */
    private static final int SLOWEST = 8;

    private final HotTeam team;
    private final Kernel[] pieces;
    private final long nanoseconds;

    /**
     * A kernel of pieces.
     *
     * @param bytes how much they read together
     */
    public DividedKernel(HotTeam team, List<Kernel> pieces, long bytes) {
        this.team = team;
        this.pieces = pieces.toArray(Kernel[]::new);
        this.nanoseconds = bytes / SLOWEST;
    }

    @Override
    public void run() {
        team.run(pieces, nanoseconds);
    }

    @Override
    public String label() {
        return pieces.length + " × " + pieces[0].label();
    }

    @Override
    public String implementation() {
        return pieces[0].implementation();
    }
}
