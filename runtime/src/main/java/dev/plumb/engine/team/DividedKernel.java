package dev.plumb.engine.team;

import dev.plumb.engine.plan.Kernel;
import java.util.List;

/** A kernel in pieces, each of which writes a part of the result. Threads of a team help with them. */
public final class DividedKernel implements Kernel {
    private final HotTeam team;
    private final Kernel[] pieces;
    private final long bytes;

    /**
     * A kernel of pieces.
     *
     * @param bytes how much they read together
     */
    public DividedKernel(HotTeam team, List<Kernel> pieces, long bytes) {
        this.team = team;
        this.pieces = pieces.toArray(Kernel[]::new);
        this.bytes = bytes;
    }

    @Override
    public void run() {
        team.run(pieces, bytes);
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
