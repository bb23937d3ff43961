package dev.plumb.graph;

/** How many inputs a layer takes. */
public record Arity(int minimum, int maximum) {

    public static Arity exactly(int count) {
        return new Arity(count, count);
    }

    public static Arity atLeast(int count) {
        return new Arity(count, Integer.MAX_VALUE);
    }

    public boolean accepts(int count) {
        return count >= minimum && count <= maximum;
    }

    @Override
    public String toString() {
        if (minimum == maximum) {
            return minimum == 1 ? "one input" : minimum + " inputs";
        }
        return maximum == Integer.MAX_VALUE
                ? "at least " + (minimum == 1 ? "one input" : minimum + " inputs")
                : minimum + " to " + maximum + " inputs";
    }
}
