package dev.plumb.graph.spec;

/**
 * How many inputs a layer takes: from a minimum to a maximum, in steps of so many.
 *
 * @param beside the role of one that is counted and comes beside the others, or ""
 */
public record Arity(int minimum, int maximum, int step, String beside) {

    private Arity(int minimum, int maximum, int step) {
        this(minimum, maximum, step, "");
    }

    public static Arity exactly(int count) {
        return new Arity(count, count, 1);
    }

    public static Arity atLeast(int count) {
        return new Arity(count, Integer.MAX_VALUE, 1);
    }

    /** Any count from one to another. */
    public static Arity between(int minimum, int maximum) {
        return new Arity(minimum, maximum, 1);
    }

    /** One count or a larger one, nothing between. */
    public static Arity either(int smaller, int larger) {
        return new Arity(smaller, larger, larger - smaller);
    }

    /** One more, which has this role. */
    public Arity beside(String role) {
        return new Arity(minimum + 1, maximum == Integer.MAX_VALUE ? maximum : maximum + 1, step, role);
    }

    public boolean accepts(int count) {
        return count >= minimum && count <= maximum && (count - minimum) % step == 0;
    }

    @Override
    public String toString() {
        if (!beside.isEmpty()) {
            int most = maximum == Integer.MAX_VALUE ? maximum : maximum - 1;
            return new Arity(minimum - 1, most, step) + " beside its " + beside;
        }
        if (minimum == maximum) {
            return minimum == 1 ? "one input" : minimum + " inputs";
        }
        String first = minimum == 1 ? "one" : Integer.toString(minimum);
        if (maximum - minimum == step) {
            return first + " or " + maximum + " inputs";
        }
        return maximum == Integer.MAX_VALUE
                ? "at least " + first + (minimum == 1 ? " input" : " inputs")
                : minimum + " to " + maximum + " inputs";
    }
}
