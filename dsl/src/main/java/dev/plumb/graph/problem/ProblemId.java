package dev.plumb.graph.problem;

import java.util.Locale;

/**
 * The kinds of problems, each with a stable id, a severity, a page under {@code docs/errors/} and the text of its first line. Shape
 * rules write their first lines themselves, as a mismatch: their constants have no text.
 */
public enum ProblemId {
    // names
    UNKNOWN_WIRE("%s '%s' has no layer or input '%s' to take its input from"),
    NAME_NOT_AVAILABLE(
            "%s '%s': the parameter name '%s' is not the one that was written, it was lost on the way to the compiler"),
    UNKNOWN_OUTPUT("%s takes '%s': %s %s"),
    DUPLICATE_NAME("%s '%s' is declared twice: the name of a method names one layer"),
    BAD_NAME("'%s' cannot name a layer: %s"),

    // structure
    BAD_MODEL("'%s' cannot be a %s: %s"),
    CLASS_EXISTS("there is a type '%s' already, and the class of model '%s' has that name: rename one of them"),
    NO_INPUT("model '%s' has no input: nothing is marked @Input"),
    NO_OUTPUT("model '%s' has no output: nothing is marked @Output"),
    CYCLE("the wires of %s form a cycle: %s"),
    DISCONNECTED_INPUT("input '%s' reaches no output"),
    DEAD_LAYER("%s '%s' reaches no output"),
    MISSING_LAYER("method '%s' has no layer annotation: nothing says which layer it is"),
    SEVERAL_LAYERS("method '%s' has %d layer annotations (%s): a method is one layer"),
    HAS_BODY("method '%s' has a body: a layer method is declared, never run"),
    WRONG_ARITY("%s '%s' takes %s: it has %s"),
    SEQUENTIAL_PARAMETER("'%s' has a parameter: in a @Sequential each layer takes the one above it"),

    // types
    RANK_MISMATCH,
    DECLARED_RANK("%s is declared %s (%s) but %s"),
    SHAPE_MISMATCH,
    DTYPE_MISMATCH,
    EMPTY_DIMENSION,
    NOT_DIVISIBLE,
    UNKNOWN_DIMENSION,
    BROADCAST,
    TOO_LARGE,

    // attributes
    BAD_ATTRIBUTE,
    BAD_BINDING("%s of %s: %s"),
    BAD_SIGNATURE("%s of '%s': %s"),

    // sharing
    UNKNOWN_MODEL("'%s' uses '%s' as a model: %s"),
    RECURSIVE_BLOCK("'%s' is made of itself: %s"),
    DIFFERENT_WEIGHTS("%s cannot use the weights of '%s': %s"),

    // training
    LOSS_MISMATCH("%s does not fit output '%s': %s"),
    METRIC_MISMATCH("%s does not fit output '%s': %s"),

    // files of weights
    WEIGHTS_FILE("the weights of '%s' cannot be read from '%s': %s"),
    WEIGHTS_MISMATCH("the weights in '%s' do not fit model '%s': %s"),
    WEIGHTS_CHANGED("the weights of '%s' are not those that were meant: '%s' %s"),

    // limits
    OVER_BUDGET("model '%s' has %s, its budget is %s"),

    // records of architectures
    ARCHITECTURE_CHANGED("the architecture of '%s' is not the one that is recorded: %s"),
    ARCHITECTURE_RECORD("the architecture of '%s' cannot be compared with its record: %s"),

    // warnings
    MASK_DROPPED(Severity.WARNING, "%s drops the mask that %s makes: %s"),
    LINEAR_STACK(Severity.WARNING, "%s has no activation before %s: together they are one linear layer"),
    DUPLICATE_ENCODER(
            Severity.WARNING,
            "%s is equal to %s, on an input of the same type and with weights of its own: they learn apart from each"
                    + " other"),
    SUSPICIOUS_OUTPUT(Severity.WARNING, "output '%s' is hardly meant so: %s"),

    // internal
    CRASH("the checker failed on model '%s' with %s: this is a bug in Plumb, please report it with the model");

    /** What a problem means for its model. */
    public enum Severity {
        /** There is no graph. */
        ERROR,
        /** There is a graph, and it is probably not the one that was meant. */
        WARNING
    }

    private final Severity severity;
    private final String text;

    ProblemId() {
        this("");
    }

    ProblemId(String text) {
        this(Severity.ERROR, text);
    }

    ProblemId(Severity severity, String text) {
        this.severity = severity;
        this.text = text;
    }

    public Severity severity() {
        return severity;
    }

    public boolean isWarning() {
        return severity == Severity.WARNING;
    }

    /** The id in messages and in the name of its page: {@code shape-mismatch}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The page that explains it, relative to the project. */
    public String page() {
        return "docs/errors/" + id() + ".md";
    }

    /** The first line of its message for these arguments. */
    public String headline(Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
