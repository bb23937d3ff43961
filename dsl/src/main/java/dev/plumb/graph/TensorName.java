package dev.plumb.graph;

import org.jspecify.annotations.Nullable;

/**
 * Names one tensor of a graph: an input, or an output of a layer.
 *
 * @param source the name of the input or layer
 * @param output the name of the output of a layer that has several, or "" for its first
 */
public record TensorName(String source, String output) {

    private static final String LOST_NAME = "arg\\d+|p\\d+_\\d+";

    public static TensorName of(String source) {
        return new TensorName(source, "");
    }

    /** Reads {@code "lstm"} or {@code "lstm.state"}. A dot with nothing behind it names no output: it belongs to the source. */
    public static TensorName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 || dot == text.length() - 1
                ? of(text)
                : new TensorName(text.substring(0, dot), text.substring(dot + 1));
    }

    /**
     * Whether this is what compilers write where a class file or a stub has lost the name of a parameter: {@code arg0}, kapt's
     * {@code p1_2725491516}.
     */
    public boolean isLostName() {
        return output.isEmpty() && source.matches(LOST_NAME);
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TensorName name && source.equals(name.source) && output.equals(name.output);
    }

    @Override
    public int hashCode() {
        return 31 * source.hashCode() + output.hashCode();
    }

    @Override
    public String toString() {
        return output.isEmpty() ? source : source + "." + output;
    }
}
