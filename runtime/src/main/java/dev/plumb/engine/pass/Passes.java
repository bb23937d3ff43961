package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import java.util.ArrayList;
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
                new DeriveBeforeUnpooling(),
                new OptimizeLoops(),
                new FuseBias(),
                new FusePostOps());
    }

    /** Those for programs that are run more often than their weights change. */
    public static List<Pass> forStableWeights() {
        List<Pass> passes = new ArrayList<>();
        for (Pass pass : standard()) {
            if (pass instanceof FuseBias) {
                passes.add(new FoldScale());
            }
            passes.add(pass);
        }
        passes.add(new JoinProducts());
        return List.copyOf(passes);
    }

    /** Applies the usual passes. */
    public static Program optimize(Program program) {
        return apply(standard(), program);
    }

    /** Applies passes in their order. */
    public static Program apply(List<Pass> passes, Program program) {
        Program current = program;
        for (Pass pass : passes) {
            current = pass.apply(current);
        }
        return current;
    }
}
