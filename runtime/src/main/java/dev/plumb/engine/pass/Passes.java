package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import java.util.List;

/** The passes that a program goes through before it is planned. */
public final class Passes {

    private Passes() {}

    /** The usual ones, in order. */
    public static List<Pass> standard() {
        return List.of(
                new DropDead(),
                new ShareCommon(),
                new AbsorbBroadcast(),
                new DropDead(),
                new DropNotes(),
                new FuseBias(),
                new FusePostOps());
    }

    /** Applies the usual passes. */
    public static Program optimize(Program program) {
        Program current = program;
        for (Pass pass : standard()) {
            current = pass.apply(current);
        }
        return current;
    }
}
