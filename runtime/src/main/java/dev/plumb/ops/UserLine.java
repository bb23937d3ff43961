package dev.plumb.ops;

import dev.plumb.graph.problem.SourceLine;
import java.util.List;
import java.util.Optional;

/** The line of the user's program that is under way: what a message about an op points at. */
public final class UserLine {

    /** Whose lines are not the user's: the packages that record ops, and those that call the code of layers. */
    private static final List<String> OWN = List.of(
            "dev.plumb.ops.",
            "dev.plumb.engine.",
            "dev.plumb.layer.",
            "dev.plumb.compile.",
            "dev.plumb.train.",
            "dev.plumb.runtime.",
            "dev.plumb.graph.",
            "java.");

    private UserLine() {}

    /** The innermost line outside of the library, such as {@code com.example.Layers.attention(Layers.java:42)}. */
    public static Optional<String> now() {
        return SourceLine.outside(className -> OWN.stream().anyMatch(className::startsWith));
    }
}
