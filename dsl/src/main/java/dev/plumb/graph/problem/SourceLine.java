package dev.plumb.graph.problem;

import java.util.Optional;
import java.util.function.Predicate;

/** Where in somebody's program the call was made that is under way: what a compiler would point at. */
public final class SourceLine {
    private static final StackWalker WALKER = StackWalker.getInstance();

    private SourceLine() {}

    /** The innermost line outside of our own classes, such as {@code com.example.Layers.attention(Layers.java:42)}. */
    public static Optional<String> outside(Predicate<String> ownClass) {
        return WALKER.walk(frames -> frames.filter(frame -> !ownClass.test(frame.getClassName()))
                .map(frame -> frame.toStackTraceElement().toString())
                .findFirst());
    }
}
